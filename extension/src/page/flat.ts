/** The page's tree as it is rendered: through open shadow roots, and through slots to what stands in them. */

/** The children of `node` as they are rendered. */
export function childrenOf(node: Node): Iterable<Node> {
  if (!isElement(node)) return node.childNodes;
  if (node.shadowRoot) return node.shadowRoot.childNodes;
  if (node instanceof HTMLSlotElement) {
    const assigned = node.assignedNodes();
    if (assigned.length > 0) return assigned;
  }
  return node.childNodes;
}

/** The element inside which `node` is rendered. */
export function parentOf(node: Element | Text): Element | null {
  if (node.assignedSlot) return node.assignedSlot;
  const parent = node.parentNode;
  if (parent instanceof ShadowRoot) return parent.host;
  return parent !== null && isElement(parent) ? parent : null;
}

/** `element.closest`, also out of shadow trees. */
export function closest(element: Element, selector: string): Element | null {
  const root = element.getRootNode();
  return element.closest(selector) ?? (root instanceof ShadowRoot ? closest(root.host, selector) : null);
}

/** `ancestor.contains`, also into shadow trees. */
export function contains(ancestor: Node, node: Node): boolean {
  if (ancestor.contains(node)) return true;
  const root = node.getRootNode();
  return root instanceof ShadowRoot && contains(ancestor, root.host);
}

export function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE;
}

export function isText(node: Node): node is Text {
  return node.nodeType === Node.TEXT_NODE;
}
