package overtake.kvm.rangeend;

import overtake.kvm.PageMigration;

/// Nothing is judged between START and END: the users of the page are.
record NoJudge() implements PageMigration.Judge {
    @Override
    public void started(int uhva) {}

    @Override
    public void moved(int uhva) {}
}
