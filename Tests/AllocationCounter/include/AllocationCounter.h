// Counts what the calling thread asks the allocator for, so that a test can say that a piece of
// work allocates nothing.
#ifndef TORREYA_ALLOCATION_COUNTER_H
#define TORREYA_ALLOCATION_COUNTER_H

/// How often this thread has allocated memory since it began; -1 where calls of the allocator
/// cannot be counted.
///
/// Of one thread, because the other tests of the process run at the same time.
long torreya_allocations_of_thread(void);

#endif
