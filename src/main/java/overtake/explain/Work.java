package overtake.explain;

/// What an explainer looks for, and whether it is to give up.
final class Work {
    private volatile boolean stopped;
    private volatile String doing = "the run";

    void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    void does(String what) {
        doing = what;
    }

    String doing() {
        return doing;
    }
}
