package overtake.kvm.pagetable;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;

import org.jspecify.annotations.Nullable;
import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.KernelSource;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kernel.Pool;

/// The generic page-table walker of arm64 calls a visitor for each entry, and the visitor may replace a table by a block (v6.4). Single agent.
public record Stage2Walk(
        @Param(value = "after-visitor", meaning = "which copy of the entry the walker descends by") Descend descend,
        @Param(value = "true", meaning = "the visitor replaces the table by a block") boolean coalesce)
        implements ModelWorld {

    /// Which copy of the entry says where to go on.
    public enum Descend {
        /// Read again after the visitor: the fix.
        AFTER_VISITOR,
        /// The one that the visitor was called for.
        BEFORE_VISITOR
    }

    @Override
    public void compose(Composition composition) {
        var tables = new Pool<Table>(1, 1, false, _ -> new Table());
        var entry = new Entry();
        entry.table = tables.get(0);
        composition.shared("entry", entry);
        composition.agent("walker", new Walker(entry, tables, descend, coalesce));
    }

    /// A page of leaf entries, here with one.
    public static final class Table {
        public int pte;
    }

    /// An entry one level up: a table, or a block when null.
    public static final class Entry {
        public @Nullable Table table;
    }

    /// Agent: one walk.
    public static final class Walker implements Agent {
        private final Entry entry;
        private final Pool<Table> tables;
        private final Descend descend;
        private final boolean coalesce;

        public Walker(Entry entry, Pool<Table> tables, Descend descend, boolean coalesce) {
            this.entry = entry;
            this.tables = tables;
            this.descend = descend;
            this.coalesce = coalesce;
        }

        @Override
        @KernelSource(file = "arch/arm64/kvm/hyp/pgtable.c", function = "__kvm_pgtable_visit", commit = "v6.4")
        public void run() {
            Table table = READ_ONCE(entry.table);
            if (coalesce && table != null) {
                stage2_map_walk_table_pre(table);
            }
            if (descend == Descend.AFTER_VISITOR) {
                table = READ_ONCE(entry.table);
            }
            if (table != null) {
                READ_ONCE(table.pte);
            }
        }

        /// The visitor: the whole range can be mapped by one block.
        @KernelSource(file = "arch/arm64/kvm/hyp/pgtable.c", function = "stage2_map_walk_table_pre", commit = "v6.4")
        private void stage2_map_walk_table_pre(Table table) {
            WRITE_ONCE(entry.table, null);
            tables.free(table);
        }
    }
}
