/** A young person of Norrköping who left upper secondary school a month ago; the demo always makes him. */
export const VIGGO = { civicNumber: '20080817-2381', name: 'Viggo Dahl' };
