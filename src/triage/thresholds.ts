/**
 * Where the detector's estimate begins to count. Found by five-fold cross-validation on the lines it is trained on: 2,810
 * of danger, 1,010 urgent, 2,530 of none, most of the latter chosen to look like danger, and 3,200 everyday questions.
 */

/**
 * From here the detector alone makes an emergency. With the rules it then finds 94 in 100 dangers of lines that it was
 * not trained on, and is wrong on 9 in 100 of those chosen to mislead it and on 2 in 100 of all others. 0.47 loses 2 of
 * 287 emergencies that nobody prepared for; 0.38 finds 3 more and calls 12 more of 698 near-misses one.
 */
export const SURE = 0.44
/** The same for a message that denies a danger ("bukan dikurung, aku pancen males metu"). */
export const SURE_DESPITE_DENIAL = 0.7
/** The same where an exception has explained the words of a rule away: 11 in 27 dangers lie above, and 7 in 192 of none. */
export const SURE_DESPITE_EXCEPTION = 0.93
/** From here to SURE one short safe question is asked: 96 in 100 dangers lie above, or are found by a rule. */
export const DOUBTFUL = 0.32
/**
 * From here a message that no rule knows is urgent, as far as the words alone tell. Of 246 near-misses that it was not
 * trained on, 87 in 100 urgent ones are then urgent or more, and 4 in 100 routine ones become urgent; at 0.34 it would be
 * 90 and 12. Once the topic is known, src/conversation/urgency.ts weighs again.
 */
export const PRESSING = 0.46

/**
 * Below this the detector is certain enough that nothing is wrong to question a rule: the message is asked about instead
 * of being called an emergency. Five-fold, of 2,810 lines of danger: at 0.08 eight, at 0.12 twelve
 * emergencies fewer are found, while of 246 near-misses at 0.12 two false alarms go. A missed danger is worse: it stays low.
 */
export const DISBELIEVED = 0.03
