// Run while the explorer arrives: says that scripts run and that its first rows are there, before anything is drawn.

(({ dataset, parentElement }) => {
  const { classList } = parentElement.closest(".ea-explore");
  classList.add(dataset.class);
  if (dataset.class !== "is-live") return;
  if (location.search) classList.add("has-view");
  setTimeout(() => classList.add("is-late"), 4000);
  const isExplorer = ({ target }) => target.matches?.("script[src$='/explorer.js']");
  addEventListener("error", (event) => isExplorer(event) && classList.replace("is-live", "is-failed"), true);
})(document.currentScript);
