package overtake.lift.code;

import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import overtake.lift.code.MethodCode.Handler;

/// Agents do not throw, so that exception handlers are never entered: those of `finally` and of try-with-resources are left out, and a
/// `catch` that somebody wrote is refused.
public final class Handlers {
    private Handlers() {}

    public static void check(MethodCode code) {
        if (code.isSynchronized()) {
            throw new LiftProblem("a synchronized method; use a SpinLock or a Mutex with spin_lock or mutex_lock");
        }
        for (Handler handler : code.handlers()) {
            if (handler.type().isPresent() && !isOfResource(code, handler)) {
                String type = handler.type().get();
                throw new LiftProblem(
                        "a catch clause for " + type.substring(type.lastIndexOf('/') + 1)
                                + "; agents do not throw: return an error code instead",
                        code.line(handler.target()));
            }
        }
    }

    /// The handlers of try-with-resources catch Throwable in a variable without a name and add a suppressed exception.
    private static boolean isOfResource(MethodCode code, Handler handler) {
        if (!handler.type().orElse("").equals("java/lang/Throwable")) {
            return false;
        }
        int first = handler.target();
        if (code.instruction(first) instanceof StoreInstruction store
                && code.variable(store.slot(), first + 1).isPresent()) {
            return false;
        }
        for (int i = first; i < code.size(); i++) {
            if (code.instruction(i) instanceof InvokeInstruction call
                    && call.name().equalsString("addSuppressed")) {
                return true;
            }
        }
        return false;
    }
}
