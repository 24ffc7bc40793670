/** Whether a reader sees what is in an element: what is hidden by any of the usual means is not the page's text. */

/** Whether `element` shows nothing of what is in it. */
export function isUnseen(element: Element): boolean {
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
    // An element without a box of its own may still have children that are seen.
    return getComputedStyle(element).display !== "contents";
  }
  const style = getComputedStyle(element);
  const isOutOfFlow = style.position === "absolute" || style.position === "fixed";
  const clips = CLIPS.test(style.overflow);
  const indent = Number.parseFloat(style.textIndent);
  if (!clips && !isOutOfFlow && !NO_CLIP_PATH.test(style.clipPath) && !(indent < -FAR_PX)) return false;
  const { width, height, right, bottom } = element.getBoundingClientRect();
  return (
    // Text for screen readers only, or folded away.
    (clips && (width <= 1 || height <= 1)) ||
    (isOutOfFlow && NO_CLIP.test(style.clip)) ||
    NO_CLIP_PATH.test(style.clipPath) ||
    indent < -FAR_PX ||
    (isOutOfFlow && (right + scrollX <= 0 || bottom + scrollY <= 0))
  );
}

const FAR_PX = 500;
const CLIPS = /hidden|clip|auto|scroll/;
const NO_CLIP = /^rect\((0|1)px,? (0|1)px,? (0|1)px,? (0|1)px\)$/;
const NO_CLIP_PATH = /^inset\((50|100)%/;
