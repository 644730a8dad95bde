/**
 * Where the detector's estimate begins to count. Found by five-fold cross-validation on the lines of
 * `knowledge/training/danger/`: 808 of danger, 256 urgent, 937 of none, most of the latter chosen to
 * look like danger.
 */

/** From here the detector alone makes an emergency: unaided it finds half of the dangers and is wrong on 15 in 1,000 others. */
export const SURE = 0.75
/** From here to SURE one short safe question is asked: 66 in 100 dangers lie above, and 4 in 100 others. */
export const DOUBTFUL = 0.6
/** From here a message that no rule knows is urgent: about half of the urgent lines lie above, and 5 in 100 of none. */
export const PRESSING = 0.75
