package overtake.kernel;

import org.jspecify.annotations.Nullable;

/// The kernel's vocabulary for agents. Nothing here is ever executed: each method is `native`, and the lifter gives each call its meaning. The first
/// argument of an access is an lvalue, that is, a non-final field of a model object written in place: `READ_ONCE(gpc.valid)`. A field read
/// or written without one of these is a *plain* access, as in C.
///
/// Meaning of the orderings: tools/memory-model/Documentation in the kernel tree. Spelling: the kernel's.
public final class Kernel {
    private Kernel() {}

    // ---- marked accesses

    /// Marked load without ordering of its own (but for address dependencies).
    public static native int READ_ONCE(int lvalue);

    public static native boolean READ_ONCE(boolean lvalue);

    public static native <T extends @Nullable Object> T READ_ONCE(T lvalue);

    /// Marked store without ordering.
    public static native void WRITE_ONCE(int lvalue, int value);

    public static native void WRITE_ONCE(boolean lvalue, boolean value);

    public static native <T extends @Nullable Object> void WRITE_ONCE(T lvalue, T value);

    /// Load ordered before everything after it.
    public static native int smp_load_acquire(int lvalue);

    public static native boolean smp_load_acquire(boolean lvalue);

    public static native <T extends @Nullable Object> T smp_load_acquire(T lvalue);

    /// Store ordered after everything before it.
    public static native void smp_store_release(int lvalue, int value);

    public static native void smp_store_release(boolean lvalue, boolean value);

    public static native <T extends @Nullable Object> void smp_store_release(T lvalue, T value);

    /// WRITE_ONCE followed by smp_mb.
    public static native void smp_store_mb(int lvalue, int value);

    public static native void smp_store_mb(boolean lvalue, boolean value);

    public static native <T extends @Nullable Object> void smp_store_mb(T lvalue, T value);

    /// Marked load of an RCU-protected pointer.
    public static native <T extends @Nullable Object> T rcu_dereference(T lvalue);

    /// Release store of an RCU-protected pointer.
    public static native <T extends @Nullable Object> void rcu_assign_pointer(T lvalue, T value);

    // ---- read-modify-write

    /// Exchange, fully ordered; the old value.
    public static native int xchg(int lvalue, int value);

    public static native boolean xchg(boolean lvalue, boolean value);

    public static native <T extends @Nullable Object> T xchg(T lvalue, T value);

    /// Compare and exchange, fully ordered; the old value. A failed one orders nothing.
    public static native int cmpxchg(int lvalue, int expected, int value);

    public static native boolean cmpxchg(boolean lvalue, boolean expected, boolean value);

    public static native <T extends @Nullable Object> T cmpxchg(T lvalue, T expected, T value);

    /// Exchange, no ordering; the old value.
    public static native int xchg_relaxed(int lvalue, int value);

    public static native boolean xchg_relaxed(boolean lvalue, boolean value);

    public static native <T extends @Nullable Object> T xchg_relaxed(T lvalue, T value);

    /// Compare and exchange, no ordering; the old value. A failed one orders nothing.
    public static native int cmpxchg_relaxed(int lvalue, int expected, int value);

    public static native boolean cmpxchg_relaxed(boolean lvalue, boolean expected, boolean value);

    public static native <T extends @Nullable Object> T cmpxchg_relaxed(T lvalue, T expected, T value);

    /// Exchange, acquire; the old value.
    public static native int xchg_acquire(int lvalue, int value);

    public static native boolean xchg_acquire(boolean lvalue, boolean value);

    public static native <T extends @Nullable Object> T xchg_acquire(T lvalue, T value);

    /// Compare and exchange, acquire; the old value. A failed one orders nothing.
    public static native int cmpxchg_acquire(int lvalue, int expected, int value);

    public static native boolean cmpxchg_acquire(boolean lvalue, boolean expected, boolean value);

    public static native <T extends @Nullable Object> T cmpxchg_acquire(T lvalue, T expected, T value);

    /// Exchange, release; the old value.
    public static native int xchg_release(int lvalue, int value);

    public static native boolean xchg_release(boolean lvalue, boolean value);

    public static native <T extends @Nullable Object> T xchg_release(T lvalue, T value);

    /// Compare and exchange, release; the old value. A failed one orders nothing.
    public static native int cmpxchg_release(int lvalue, int expected, int value);

    public static native boolean cmpxchg_release(boolean lvalue, boolean expected, boolean value);

    public static native <T extends @Nullable Object> T cmpxchg_release(T lvalue, T expected, T value);

    public static native int atomic_read(int lvalue);

    public static native void atomic_set(int lvalue, int value);

    public static native void atomic_inc(int lvalue);

    public static native void atomic_dec(int lvalue);

    public static native void atomic_add(int value, int lvalue);

    public static native void atomic_sub(int value, int lvalue);

    public static native void atomic_and(int value, int lvalue);

    public static native void atomic_or(int value, int lvalue);

    public static native void atomic_xor(int value, int lvalue);

    public static native void atomic_andnot(int value, int lvalue);

    public static native int atomic_inc_return(int lvalue);

    public static native int atomic_fetch_inc(int lvalue);

    public static native int atomic_dec_return(int lvalue);

    public static native int atomic_fetch_dec(int lvalue);

    public static native int atomic_add_return(int value, int lvalue);

    public static native int atomic_sub_return(int value, int lvalue);

    public static native int atomic_fetch_add(int value, int lvalue);

    public static native int atomic_fetch_sub(int value, int lvalue);

    public static native int atomic_fetch_and(int value, int lvalue);

    public static native int atomic_fetch_or(int value, int lvalue);

    public static native int atomic_fetch_xor(int value, int lvalue);

    public static native int atomic_fetch_andnot(int value, int lvalue);

    public static native int atomic_inc_return_relaxed(int lvalue);

    public static native int atomic_fetch_inc_relaxed(int lvalue);

    public static native int atomic_dec_return_relaxed(int lvalue);

    public static native int atomic_fetch_dec_relaxed(int lvalue);

    public static native int atomic_add_return_relaxed(int value, int lvalue);

    public static native int atomic_sub_return_relaxed(int value, int lvalue);

    public static native int atomic_fetch_add_relaxed(int value, int lvalue);

    public static native int atomic_fetch_sub_relaxed(int value, int lvalue);

    public static native int atomic_fetch_and_relaxed(int value, int lvalue);

    public static native int atomic_fetch_or_relaxed(int value, int lvalue);

    public static native int atomic_fetch_xor_relaxed(int value, int lvalue);

    public static native int atomic_fetch_andnot_relaxed(int value, int lvalue);

    public static native int atomic_inc_return_acquire(int lvalue);

    public static native int atomic_fetch_inc_acquire(int lvalue);

    public static native int atomic_dec_return_acquire(int lvalue);

    public static native int atomic_fetch_dec_acquire(int lvalue);

    public static native int atomic_add_return_acquire(int value, int lvalue);

    public static native int atomic_sub_return_acquire(int value, int lvalue);

    public static native int atomic_fetch_add_acquire(int value, int lvalue);

    public static native int atomic_fetch_sub_acquire(int value, int lvalue);

    public static native int atomic_fetch_and_acquire(int value, int lvalue);

    public static native int atomic_fetch_or_acquire(int value, int lvalue);

    public static native int atomic_fetch_xor_acquire(int value, int lvalue);

    public static native int atomic_fetch_andnot_acquire(int value, int lvalue);

    public static native int atomic_inc_return_release(int lvalue);

    public static native int atomic_fetch_inc_release(int lvalue);

    public static native int atomic_dec_return_release(int lvalue);

    public static native int atomic_fetch_dec_release(int lvalue);

    public static native int atomic_add_return_release(int value, int lvalue);

    public static native int atomic_sub_return_release(int value, int lvalue);

    public static native int atomic_fetch_add_release(int value, int lvalue);

    public static native int atomic_fetch_sub_release(int value, int lvalue);

    public static native int atomic_fetch_and_release(int value, int lvalue);

    public static native int atomic_fetch_or_release(int value, int lvalue);

    public static native int atomic_fetch_xor_release(int value, int lvalue);

    public static native int atomic_fetch_andnot_release(int value, int lvalue);

    public static native boolean atomic_dec_and_test(int lvalue);

    public static native boolean atomic_inc_and_test(int lvalue);

    public static native boolean atomic_sub_and_test(int value, int lvalue);

    public static native boolean atomic_add_negative(int value, int lvalue);

    public static native boolean atomic_add_unless(int lvalue, int value, int unless);

    public static native boolean atomic_inc_not_zero(int lvalue);

    public static native void refcount_set(int lvalue, int value);

    public static native int refcount_read(int lvalue);

    /// WARNs when the count was zero (refcount_t: addition on 0).
    public static native void refcount_inc(int lvalue);

    /// Relaxed; the caller relies on a control dependency.
    public static native boolean refcount_inc_not_zero(int lvalue);

    /// Release, and acquire when the count reaches zero. WARNs when the count was not positive (refcount_t: underflow).
    public static native boolean refcount_dec_and_test(int lvalue);

    /// Sets a bit of a word; an atomic without return value, no ordering.
    public static native void set_bit(int bit, int lvalue);

    public static native void clear_bit(int bit, int lvalue);

    /// Fully ordered when the bit was set (lib/bitops: test_and_clear_bit).
    public static native boolean test_and_clear_bit(int bit, int lvalue);

    public static native boolean test_and_set_bit(int bit, int lvalue);

    /// Takes a bit as a lock: test_and_set_bit with acquire ordering only.
    public static native boolean test_and_set_bit_lock(int bit, int lvalue);

    /// Gives a bit back: clear_bit with release ordering.
    public static native void clear_bit_unlock(int bit, int lvalue);

    public static native boolean test_bit(int bit, int lvalue);

    // ---- fences

    public static native void smp_mb();

    public static native void smp_rmb();

    public static native void smp_wmb();

    public static native void smp_mb__before_atomic();

    public static native void smp_mb__after_atomic();

    public static native void smp_mb__after_spinlock();

    public static native void smp_mb__after_unlock_lock();

    public static native void smp_mb__after_srcu_read_unlock();

    public static native void barrier();

    // ---- locks

    public static native void spin_lock(SpinLock lock);

    public static native void spin_unlock(SpinLock lock);

    public static native void spin_lock_irq(SpinLock lock);

    public static native void spin_unlock_irq(SpinLock lock);

    public static native void spin_lock_irqsave(SpinLock lock);

    public static native void spin_unlock_irqrestore(SpinLock lock);

    public static native boolean spin_trylock(SpinLock lock);

    public static native void mutex_lock(Mutex lock);

    public static native void mutex_unlock(Mutex lock);

    public static native boolean mutex_trylock(Mutex lock);

    public static native void read_lock(RwLock lock);

    public static native void read_unlock(RwLock lock);

    public static native void read_lock_irq(RwLock lock);

    public static native void read_unlock_irq(RwLock lock);

    public static native void read_lock_irqsave(RwLock lock);

    public static native void read_unlock_irqrestore(RwLock lock);

    public static native boolean read_trylock(RwLock lock);

    public static native void down_read(RwSemaphore lock);

    public static native void up_read(RwSemaphore lock);

    public static native boolean down_read_trylock(RwSemaphore lock);

    public static native void write_lock(RwLock lock);

    public static native void write_unlock(RwLock lock);

    public static native void write_lock_irq(RwLock lock);

    public static native void write_unlock_irq(RwLock lock);

    public static native void write_lock_irqsave(RwLock lock);

    public static native void write_unlock_irqrestore(RwLock lock);

    public static native boolean write_trylock(RwLock lock);

    public static native void down_write(RwSemaphore lock);

    public static native void up_write(RwSemaphore lock);

    public static native boolean down_write_trylock(RwSemaphore lock);

    public static native void lockdep_assert_held(SpinLock lock);

    public static native void lockdep_assert_held(Mutex lock);

    public static native void lockdep_assert_held(RwLock lock);

    public static native void lockdep_assert_held(RwSemaphore lock);

    public static native void lockdep_assert_held_read(RwLock lock);

    public static native void lockdep_assert_held_write(RwLock lock);

    public static native void lockdep_assert_held_read(RwSemaphore lock);

    public static native void lockdep_assert_held_write(RwSemaphore lock);

    public static native void local_irq_disable();

    public static native void local_irq_enable();

    // ---- RCU and SRCU

    public static native void rcu_read_lock();

    public static native void rcu_read_unlock();

    public static native void synchronize_rcu();

    /// Returns a token for srcu_read_unlock; its value means nothing here.
    public static native int srcu_read_lock(Srcu domain);

    public static native void srcu_read_unlock(Srcu domain, int token);

    public static native void synchronize_srcu(Srcu domain);

    public static native void synchronize_srcu_expedited(Srcu domain);

    // ---- caches of arm64

    /// A load through a cacheable mapping.
    public static native int line_read(CacheLine line);

    /// A store through a cacheable mapping.
    public static native void line_write(CacheLine line, int value);

    /// A load through a non-cacheable mapping, as all loads of a guest whose MMU is off: what is in memory.
    public static native int line_read_nc(CacheLine line);

    /// A store through a non-cacheable mapping.
    public static native void line_write_nc(CacheLine line, int value);

    /// DC CVAC: the line is cleaned to the point of coherency, at the latest at the next dsb of this CPU.
    public static native void dc_cvac(CacheLine line);

    /// DC CIVAC: cleaned and invalidated.
    public static native void dc_civac(CacheLine line);

    /// DC IVAC: invalidated; a dirty value is lost.
    public static native void dc_ivac(CacheLine line);

    /// DSB, of one line: goes on when the maintenance of the line that this CPU asked for has completed. A DSB is one call for each line.
    public static native void dsb(CacheLine line);

    /// The hardware completes maintenance that CPUs have asked for, before anybody waits for it.
    public static native void cache_complete(CacheLine line);

    /// The hardware evicts the line; a dirty value goes to memory.
    public static native void cache_evict(CacheLine line);

    /// The hardware reads the line into the cache if it is not there.
    public static native void cache_fill(CacheLine line);

    /// Ghost question: the value in memory, at the point of coherency.
    public static native int ghost_poc(CacheLine line);

    /// Ghost question: the value that a cacheable load would see.
    public static native int ghost_line(CacheLine line);

    /// Ghost question: does the cache hold a value that memory lacks.
    public static native boolean ghost_dirty(CacheLine line);

    /// Ghost question: does the cache hold the line.
    public static native boolean ghost_cached(CacheLine line);

    // ---- scheduling

    /// Waits until the task is on its run queue and takes it off. [overtake.kernel.sched.TaskStruct#schedule] says why.
    public static native void pick_next_task(RunQueue queue);

    /// Puts the task on its run queue; nothing if it is there. [overtake.kernel.sched.TaskStruct#wake_up_process] says when.
    public static native void ttwu_queue(RunQueue queue);

    public static native void cond_resched();

    public static native void cpu_relax();

    // ---- checks and ghosts

    /// A violation named `WARN_ON` when the condition holds; the condition, as in C.
    public static native boolean WARN_ON(boolean condition);

    public static native boolean WARN_ON_ONCE(boolean condition);

    public static native void BUG_ON(boolean condition);

    /// A violation named `BUG_ON`; the condition, as in C.
    public static native boolean KVM_BUG_ON(boolean condition);

    /// A property of the specification: a violation under that name when the condition does not hold. The name is a constant.
    public static native void ensure(String property, boolean condition);

    /// The newest value of a shared variable, for assertions: not an access of the memory model.
    public static native int ghost(int lvalue);

    public static native boolean ghost(boolean lvalue);

    public static native <T extends @Nullable Object> T ghost(T lvalue);

    /// Ghost question: does any agent hold this lock, in any mode.
    public static native boolean ghost_held(SpinLock lock);

    public static native boolean ghost_held(Mutex lock);

    public static native boolean ghost_held(RwLock lock);

    public static native boolean ghost_held(RwSemaphore lock);

    /// Ghost question: does any agent hold this lock for write.
    public static native boolean ghost_held_write(RwLock lock);

    /// Records a value as part of the outcome of a run. The name is a constant.
    public static native void observe(String name, int value);

    public static native void observe(String name, boolean value);

    /// An input of the environment: any of 0 .. bound-1. The bound is a constant.
    public static native int choose(int bound);
}
