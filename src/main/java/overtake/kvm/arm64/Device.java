package overtake.kvm.arm64;

import static overtake.kernel.Kernel.cpu_relax;
import static overtake.kernel.Kernel.dc_civac;
import static overtake.kernel.Kernel.dsb;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.line_read;
import static overtake.kernel.Kernel.line_write;
import static overtake.kernel.Kernel.smp_load_acquire;

import overtake.kernel.Agent;

/// Agent: a device that the VMM emulates in a thread of its own. It looks at guest memory through its caches while the guest goes past them.
final class Device implements Agent {
    private static final int VERSION = 3;

    private final Kvm kvm;
    private final boolean writes;

    Device(Kvm kvm, boolean writes) {
        this.kvm = kvm;
        this.writes = writes;
    }

    @Override
    public void run() {
        if (writes) {
            for (GuestPage page : kvm.pages) {
                line_write(page.line, VERSION);
            }
            return;
        }
        look();
        sync_early();
        while (smp_load_acquire(kvm.guest_wrote) == 0) {
            cpu_relax();
        }
        sync();
        for (GuestPage page : kvm.pages) {
            ensure("host-sees-guest", line_read(page.line) == VcpuRun.GUEST_VERSION);
        }
    }

    /// What makes the later load see old content, unless the line is maintained in between.
    private void look() {
        for (GuestPage page : kvm.pages) {
            line_read(page.line);
        }
    }

    /// Maintenance before the guest has said that it wrote.
    private void sync_early() {
        for (GuestPage page : kvm.pages) {
            dc_civac(page.line);
        }
    }

    private void sync() {
        for (GuestPage page : kvm.pages) {
            dc_civac(page.line);
            dsb(page.line);
        }
    }
}
