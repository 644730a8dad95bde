/** A guarded write changed another number of rows than it had to: somebody else was first. Nothing of its group is stored. */
export class WriteRefusedError extends Error {}
