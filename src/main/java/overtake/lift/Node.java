package overtake.lift;

/// One bytecode instruction of one inlined method.
record Node(Frame frame, int index) {}
