browser.commands.onCommand.addListener((command) => {
  void browser.storage.local.set({ command });
});

browser.runtime.onMessage.addListener(() => {
  console.error("said in the background", { why: "a test" });
});
