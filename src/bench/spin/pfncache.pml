/* The world of scenarios/pfncache-lockless/with-smp_mb.conf with two vCPUs and two notifiers, for Spin.
 *
 * One d_step is one step of Overtake: a delivery to memory or to a lock, with the local instructions, ghosts and checks that go with it. README.md says what is
 * equivalent and what is not. With -DTSO stores, plain-store unlocks and frees travel in a channel for each CPU; without, each is a step of its own.
 */
#define VCPUS 2
#define AGENTS 4

/* what a store can go to */
#define VALID 0
#define PFN 1
#define COUNT 2
#define RANGE_START 3
#define RANGE_END 4
#define SEQ 5
#define IN_PROGRESS 6
#define PTE 7
/* spinlocks: plain-store unlocks */
#define MN 8
#define GPC_LIST 9
#define PTL 10
#define CELLS 11
/* further kinds of travelling operations */
#define UNLOCK_GPC 11
#define UNLOCK_MMU 12
#define FREE 13

byte mem[CELLS];
byte uhva = 0;
byte is_active = 1;
byte list = 1;
bool alive[4];

/* gpc.lock: holder for write (agent + 1), readers by agent, the queue of waiting writers */
byte writer;
bool reading[VCPUS];
byte queue0;
byte queue1;
/* kvm.mmu_lock: only ever taken for write */
byte mmu;
byte mmu_queue;
byte refresh;

#define READERS (reading[0] || reading[1])
/* Spin's expressions have no short circuit that matters here: nothing has side effects */
#define NO_STALE_CACHE assert(mem[VALID] == 0 || mem[COUNT] != 0 || writer != 0 || mem[PFN] == mem[PTE])

#ifdef TSO
#define ROOM 8
byte sent[AGENTS];
byte what[AGENTS * ROOM];
byte value[AGENTS * ROOM];
#endif

inline hand_over() {
    if
    :: writer == 0 && !READERS && queue0 != 0 -> writer = queue0; queue0 = queue1; queue1 = 0
    :: else
    fi
}

/* what happens when an operation reaches its owner */
inline perform(to, v, who) {
    if
    :: to < CELLS -> mem[to] = v
    :: to == UNLOCK_GPC -> assert(writer == who + 1); writer = 0; hand_over()
    :: to == UNLOCK_MMU -> assert(mmu == who + 1); mmu = mmu_queue; mmu_queue = 0
    :: to == FREE -> assert(alive[v]); alive[v] = 0
    fi;
    NO_STALE_CACHE
}

#ifdef TSO
#define EMPTY (sent[me] == 0)
/* the operation is put in the channel; no step of its own */
#define SEND(to, v) assert(sent[me] < ROOM); what[me * ROOM + sent[me]] = to; value[me * ROOM + sent[me]] = v; sent[me]++
#define NEXT ;
/* at the end of a branch: here, or as a step that follows */
#define THEN(to, v) SEND(to, v)
#define WHEN_SENT(text) text
/* the newest travelling store of this CPU to the cell, or what memory has */
inline load(r, cell) {
    r = mem[cell];
    i = 0;
    do
    :: i < sent[me] ->
        if
        :: what[me * ROOM + i] == cell -> r = value[me * ROOM + i]
        :: else
        fi;
        i++
    :: else -> break
    od;
    i = 0
}
#else
#define EMPTY true
#define SEND(to, v) perform(to, v, me)
/* a store is a step of its own */
#define NEXT }; d_step {
#define THEN(to, v) skip
#define WHEN_SENT(text)
inline load(r, cell) {
    r = mem[cell]
}
#endif

#define STEP d_step {
#define END_STEP }

/* asks for the lock: granted or queued at once */
inline write_lock_gpc() {
    d_step {
        EMPTY && writer == 0 || EMPTY && queue1 == 0 ->
        if
        :: writer == 0 && !READERS -> writer = me + 1
        :: else ->
            if
            :: queue0 == 0 -> queue0 = me + 1
            :: else -> queue1 = me + 1
            fi
        fi;
        NO_STALE_CACHE
    }
}

inline write_lock_mmu() {
    d_step {
        EMPTY ->
        if
        :: mmu == 0 -> mmu = me + 1
        :: else -> assert(mmu_queue == 0); mmu_queue = me + 1
        fi
    }
}

inline read_lock_gpc() {
    d_step { EMPTY && writer == 0 && queue0 == 0 -> reading[me] = 1 }
}

inline spin_lock(lock) {
    d_step { EMPTY && mem[lock] == 0 -> mem[lock] = 1 }
}

proctype vcpu(byte me) {
    byte refreshed;
    byte r;
    byte page;
    byte seq;
    bool again;
#ifdef TSO
    byte i;
#endif
    read_lock_gpc();
check:
    atomic { r = is_active };
    atomic {
        load(r, VALID);
        if
        :: r != 0 -> r = 0; goto use
        :: else
        fi
    };
    atomic {
        EMPTY -> reading[me] = 0; hand_over();
        if
        :: refreshed == 2 -> refreshed = 0; goto done
        :: else
        fi
    };
    d_step { EMPTY && refresh == 0 -> refresh = me + 1 };
    d_step { r = uhva };
    write_lock_gpc();
    d_step { writer == me + 1 -> r = is_active };
    d_step { r = uhva };
    atomic {
        load(r, VALID);
        if
        :: r != 0 ->
            r = 0;
            THEN(UNLOCK_GPC, 0);
            goto unlock
        :: else ->
            THEN(VALID, 0);
            THEN(UNLOCK_GPC, 0);
            goto round
        fi
    };
round:
#ifndef TSO
    atomic { perform(VALID, 0, me) };
    atomic {
        perform(UNLOCK_GPC, 0, me);
        if
        :: again
        :: else -> goto snapshot
        fi
    };
#else
    atomic {
        if
        :: again
        :: else -> goto snapshot
        fi
    };
#endif
    /* cond_resched */
    atomic { true; again = 0 };
snapshot:
    atomic { load(seq, SEQ) };
    spin_lock(PTL);
    STEP load(page, PTE) NEXT SEND(PTL, 0) END_STEP;
    write_lock_gpc();
    d_step { writer == me + 1 -> load(r, VALID); assert(r == 0) NEXT SEND(VALID, 1) END_STEP;
    atomic {
        EMPTY -> load(r, COUNT);
        if
        :: r == 0 -> goto compare
        :: else
        fi
    };
    atomic {
        load(r, RANGE_START);
        if
        :: uhva < r -> r = 0; goto compare
        :: else
        fi
    };
    atomic {
        load(r, RANGE_END);
        if
        :: uhva >= r -> r = 0
        :: else -> goto retry
        fi
    };
compare:
    atomic {
        load(r, SEQ);
        if
        :: r != seq -> goto retry
        :: else ->
            r = 0;
            seq = 0;
#ifdef TSO
            SEND(PFN, page);
            assert(mem[PTE] == page);
            SEND(UNLOCK_GPC, 0);
            page = 0;
#endif
            goto found
        fi;
retry:
        r = 0;
        seq = 0;
        page = 0;
        again = 1;
        THEN(VALID, 0);
        THEN(UNLOCK_GPC, 0);
        goto round
    };
found:
#ifndef TSO
    atomic { perform(PFN, page, me); assert(mem[PTE] == page); page = 0 };
#endif
unlock:
#ifndef TSO
    atomic { perform(UNLOCK_GPC, 0, me) };
#endif
    atomic { EMPTY -> assert(refresh == me + 1); refresh = 0; refreshed++ };
    atomic { EMPTY && writer == 0 && queue0 == 0 -> reading[me] = 1; goto check };
use:
    atomic { load(page, PFN); assert(mem[PTE] == page) };
    d_step { assert(page != 0 && alive[page]); page = 0 };
    d_step { EMPTY -> reading[me] = 0; refreshed = 0; hand_over() };
done:
end:
    false
}

proctype notifier(byte me; byte target) {
    byte r;
    byte s;
#ifdef TSO
    byte i;
#endif
    spin_lock(MN);
    STEP load(r, COUNT) NEXT SEND(COUNT, r + 1); r = 0 END_STEP;
    atomic {
        load(r, COUNT);
        if
        :: r == 1 ->
            r = 0;
            THEN(RANGE_START, 0);
            THEN(RANGE_END, 1);
            goto first
        :: else -> r = 0
        fi
    };
    STEP load(r, RANGE_START) NEXT SEND(RANGE_START, 0); r = 0 END_STEP;
    atomic { load(r, RANGE_END); if :: r < 1 -> r = 1 :: else fi; THEN(RANGE_END, r); WHEN_SENT(r = 0; goto walk) };
#ifndef TSO
    atomic { perform(RANGE_END, r, me); r = 0; goto walk };
#endif
first:
#ifndef TSO
    atomic { perform(RANGE_START, 0, me) };
    atomic { perform(RANGE_END, 1, me) };
#endif
walk:
    atomic { EMPTY && mem[GPC_LIST] == 0 -> mem[GPC_LIST] = 1 };
    d_step { r = list; r = 0 };
    atomic {
        load(r, VALID);
        if
        :: r == 0 -> goto walked
        :: else -> r = 0
        fi
    };
    d_step { r = uhva };
    write_lock_gpc();
    atomic {
        writer == me + 1 -> load(r, VALID);
        if
        :: r == 0 -> THEN(UNLOCK_GPC, 0); goto unlock
        :: else -> r = 0
        fi
    };
    d_step { r = uhva };
    STEP r = uhva NEXT SEND(VALID, 0) WHEN_SENT(; SEND(UNLOCK_GPC, 0)) END_STEP;
unlock:
#ifndef TSO
    atomic { perform(UNLOCK_GPC, 0, me) };
#endif
walked:
    /* gpc.next: none */
    atomic { r = 0; WHEN_SENT(SEND(GPC_LIST, 0); SEND(MN, 0)) };
#ifndef TSO
    d_step { perform(GPC_LIST, 0, me) };
    d_step { perform(MN, 0, me) };
#endif
    write_lock_mmu();
    d_step { mmu == me + 1 -> load(r, IN_PROGRESS) NEXT SEND(IN_PROGRESS, r + 1); r = 0 NEXT SEND(UNLOCK_MMU, 0) END_STEP;
    spin_lock(PTL);
    STEP load(r, PTE)
        NEXT SEND(PTE, target)
        NEXT SEND(PTL, 0); assert(mem[VALID] == 0 || uhva != 0 || writer != 0)
        NEXT SEND(FREE, r); r = 0 END_STEP;
    write_lock_mmu();
    d_step { mmu == me + 1 -> load(r, IN_PROGRESS) };
    STEP load(s, SEQ)
        NEXT SEND(SEQ, s + 1); s = 0
        NEXT assert(r >= 1); SEND(IN_PROGRESS, r - 1); r = 0
        NEXT SEND(UNLOCK_MMU, 0) END_STEP;
    spin_lock(MN);
    STEP load(r, COUNT); assert(r != 0); r = 0 END_STEP;
    STEP load(r, COUNT) NEXT SEND(COUNT, r - 1); r = 0 NEXT SEND(MN, 0) END_STEP;
    /* a process that went away would be a step, and only the youngest may go */
end:
    false
}

#ifdef TSO
/* delivers what travels from a CPU, oldest first */
proctype channel(byte me) {
    byte i;
end:
    do
    :: d_step {
            sent[me] > 0 ->
            perform(what[me * ROOM], value[me * ROOM], me);
            i = 1;
            do
            :: i < sent[me] ->
                what[me * ROOM + i - 1] = what[me * ROOM + i];
                value[me * ROOM + i - 1] = value[me * ROOM + i];
                i++
            :: else -> break
            od;
            sent[me]--;
            what[me * ROOM + sent[me]] = 0;
            value[me * ROOM + sent[me]] = 0;
            i = 0
        }
    od
}
#endif

init {
    d_step {
        mem[PTE] = 1;
        alive[1] = 1;
        alive[2] = 1;
        alive[3] = 1
    };
    atomic {
        run vcpu(0);
        run vcpu(1);
        run notifier(2, 2);
        run notifier(3, 3);
#ifdef TSO
        run channel(0);
        run channel(1);
        run channel(2);
        run channel(3)
#endif
    }
}
