"""What can be seen to be wrong with a page: text that is cut off, lies over other text, or sticks out."""

FAULTS = """
() => {
  const faults = [];
  const wide = document.documentElement;
  if (wide.scrollWidth > wide.clientWidth) {
    faults.push(`the page is ${wide.scrollWidth} wide in a window of ${wide.clientWidth}`);
  }
  const shown = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim()) continue;
    const holder = node.parentElement;
    if (!holder.checkVisibility({contentVisibilityAuto: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1 || box.height < 1) continue;
      // The box of a glyph is higher than its ink.
      const spare = box.height * 0.24;
      shown.push({text: node.data.trim().slice(0, 40), holder, left: box.left + 1, right: box.right - 1,
        top: box.top + spare + scrollY, bottom: box.bottom - spare + scrollY});
    }
    for (let above = holder; above && above !== document.body; above = above.parentElement) {
      const style = getComputedStyle(above);
      const cuts = style.overflowX !== "visible" && !above.matches(".scroll");
      if (cuts && !(above instanceof SVGElement) && above.scrollWidth > above.clientWidth + 1) {
        faults.push(`cut off: ${node.data.trim().slice(0, 40)}`);
      }
    }
  }
  for (const each of shown) {
    if (!each.holder.closest(".scroll") && (each.right > innerWidth + 1 || each.left < -1)) {
      faults.push(`sticks out: ${each.text}`);
    }
    const card = each.holder.closest(".card");
    if (card && !each.holder.closest(".scroll") && each.right > card.getBoundingClientRect().right - 3) {
      faults.push(`leaves its card: ${each.text}`);
    }
  }
  shown.sort((one, other) => one.top - other.top);
  for (let first = 0; first < shown.length; first++) {
    for (let second = first + 1; second < shown.length && shown[second].top < shown[first].bottom; second++) {
      const one = shown[first], other = shown[second];
      if (one.holder === other.holder) continue;
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (across > 1 && down > 1) faults.push(`lies over: ${one.text} | ${other.text}`);
    }
  }
  return [...new Set(faults)].slice(0, 20);
}
"""
