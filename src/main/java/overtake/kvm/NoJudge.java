package overtake.kvm;

/// Nothing is asked between START and END.
public record NoJudge() implements PageMigration.Judge {
    @Override
    public void started(int uhva) {}

    @Override
    public void moved(int uhva) {}
}
