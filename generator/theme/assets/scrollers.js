// A drawing or a formula wider than the screen scrolls inside its own box; there the keyboard must reach it too.

const boxes = document.querySelectorAll(".ea-figure, .ea-math");
const observer = new ResizeObserver((changes) => {
  for (const { target } of changes) {
    const wider = target.scrollWidth > target.clientWidth;
    target.classList.toggle("is-wider", wider);
    if (wider) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const box of boxes) observer.observe(box);
