const outcome = document.getElementById("outcome");

document.getElementById("mark").addEventListener("click", async () => {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  await browser.scripting.executeScript({ target: { tabId: tab.id }, files: ["content.js"] });
  outcome.textContent = "Marked";
});

document.getElementById("ask").addEventListener("click", async () => {
  const wanted = { origins: ["http://news.example/*"], data_collection: ["websiteContent"] };
  const granted = await browser.permissions.request(wanted);
  await browser.storage.local.set({ granted });
  outcome.textContent = granted ? "Granted" : "Refused";
});
