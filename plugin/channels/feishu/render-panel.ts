import type { CardElement } from './card-json';
import { plainText } from './literal';

/** A panel that is closed until somebody opens it. */
export function renderPanel(title: string, elements: readonly CardElement[]): CardElement {
  return {
    tag: 'collapsible_panel',
    expanded: false,
    header: {
      title: plainText(title, 100),
      icon: { tag: 'standard_icon', token: 'down-small-ccm_outlined' },
      icon_position: 'right',
      icon_expanded_angle: -180,
    },
    elements,
  };
}
