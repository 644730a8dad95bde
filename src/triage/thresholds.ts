/**
 * Where the detector's estimate begins to count. Found by five-fold cross-validation on the lines of
 * `knowledge/training/danger/`: 1,570 of danger, 590 urgent, 1,430 of none, most of the latter chosen to
 * look like danger.
 */

/** From here the detector alone makes an emergency: unaided it finds two thirds of the dangers, and is wrong on 2 in 100 that look like one. */
export const SURE = 0.67
/** The same for a message that denies a danger ("bukan dikurung, aku pancen males metu"). */
export const SURE_DESPITE_DENIAL = 0.85
/** From here to SURE one short safe question is asked: 83 in 100 dangers lie above, and 7 in 100 others. */
export const DOUBTFUL = 0.5
/** From here a message that no rule knows is urgent: 80 in 100 urgent lines lie above, and 13 in 100 of none that look like one. */
export const PRESSING = 0.6

/**
 * Below this the detector is certain enough that nothing is wrong to question a rule: the message is asked
 * about instead of being called an emergency. Of 1,099 lines of danger that a rule found, none lay below.
 */
export const DISBELIEVED = 0.05
