document.title = "Marked";

if (location.hash === "#fail") {
  console.error("said in the page");
  setTimeout(() => {
    throw new Error("thrown in the page");
  });
}
