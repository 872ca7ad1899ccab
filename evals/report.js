const kind = document.getElementById("kind"), only = document.getElementById("only");
const words = document.getElementById("words"), count = document.getElementById("count");
function show() {
  let shown = 0;
  for (const item of document.querySelectorAll("details.item")) {
    const fits = (!kind.value || item.dataset.kind === kind.value)
      && (!only.checked || item.classList.contains("short"))
      && (!words.value || item.textContent.includes(words.value));
    item.hidden = !fits;
    shown += fits;
  }
  count.textContent = shown;
}
for (const control of [kind, only, words]) control.addEventListener("input", show);
show();
