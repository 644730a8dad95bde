/** Where the detector's estimate begins to count. */

/** From here the detector alone makes an emergency. */
export const SURE = 0.9
/** From here to SURE nothing is decided, but one short safe question is asked. */
export const DOUBTFUL = 0.5
