"""What another playbook would have done: two playbooks over the agency's own histories.

Each person's facts are played again in the order in which they were recorded, a day at a time: the facts of
one day are folded together and planned once, under either playbook. Between them time passes by the plan's
own `review_on`, as it does by the calendar's `review.due`. Nothing is written, and the live plans are not
looked at.

What this can tell: which tasks each playbook would have brought, when, to whom, and which it would have held
back, given what the agency knew on each day. What a history knows of late counts from that day on: what was
imported on one day was learned on that day.

What it cannot tell: what people would have answered. What recruiters really did and heard stays as it was,
under both playbooks: a contact counts for spacing, a give counts towards an ask, whichever playbook brought
it about. A task is known to be done or dismissed by its id alone; one that only the new playbook brings was
never done by anybody, so it stays until its window closes. More tasks expired is therefore no sign of a worse
playbook, and neither playbook's effects on replies, referrals and clients can be read from it. Plans on hold
for a parked record are played as if it had never been parked.
"""
