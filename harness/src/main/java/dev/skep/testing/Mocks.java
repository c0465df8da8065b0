package dev.skep.testing;

import dev.skep.kernel.Errno;
import java.util.List;

/**
 * What a test puts in the place of the kernel for an object's programs, and what it records of their calls. Nothing is
 * in the way of programs until a test asks for this ({@link BpfObject#mocks()}).
 *
 * <pre>{@code
 * object.mocks().helper("bpf_get_prandom_u32").returns(4);
 * object.mocks().mapUpdatesFail(object.map("flows"), Errno.ENOMEM);
 * object.mocks().probeReadsFault();
 * assertThat(object.mocks().helper("bpf_redirect").calls()).hasSize(1);
 * }</pre>
 */
public final class Mocks {
    private final BpfObject object;
    private final CallDesk desk;

    private final long runsBefore;

    Mocks(BpfObject object, CallDesk desk, long runsBefore) {
        this.object = object;
        this.desk = desk;
        this.runsBefore = runsBefore;
    }

    /** Runs of programs before recording began, whose calls nobody knows. */
    public long runsBefore() {
        return runsBefore;
    }

    /**
     * The calls of a helper or kfunc.
     *
     * @param name as in C, {@code bpf_ktime_get_ns}; a {@code *} stands for anything
     * @throws UnknownNameException if no program that is loaded calls such a function
     */
    public HelperMock helper(String name) {
        if (desk.called().stream().noneMatch(called -> CallDesk.matches(name, called))) {
            throw new UnknownNameException(object.name(), "call of", name, desk.called());
        }
        return added(name);
    }

    private HelperMock added(String pattern) {
        HelperMock mock = new HelperMock(desk, pattern);
        desk.add(mock);
        return mock;
    }

    /** Programs cannot put anything into maps any more: ENOMEM, E2BIG, … */
    public void mapUpdatesFail(Errno errno) {
        added("bpf_map_update_elem").fails(errno);
        added("bpf_map_push_elem").fails(errno);
    }

    /** Programs cannot put anything into this map any more. */
    public void mapUpdatesFail(TypedMap map, Errno errno) {
        added("bpf_map_update_elem").on(map).fails(errno);
        added("bpf_map_push_elem").on(map).fails(errno);
    }

    /** There is no memory any more: for records of ring buffers, objects, storages and elements of maps. */
    public void allocationsFail() {
        mapUpdatesFail(Errno.ENOMEM);
        desk.called().stream()
                .filter(Fallible::allocates)
                .forEach(name -> added(name).returns(0));
    }

    /** What programs read from the kernel or from user space is not there: EFAULT, and zeros. */
    public void probeReadsFault() {
        desk.called().stream()
                .filter(Fallible::reads)
                .forEach(name -> added(name).fails(Errno.EFAULT));
    }

    /** One of the calls that may fail does, or none. */
    public void follow(FaultPlan plan) {
        desk.follow(plan);
    }

    /** All calls since recording began, the oldest first. */
    public List<HelperCall> calls() {
        return desk.calls();
    }

    /** The calls that failed. */
    public List<HelperCall> failedCalls() {
        return desk.calls().stream().filter(HelperCall::failed).toList();
    }

    /** The calls that gave a reference (a record of a ring buffer, a socket, an object) which was never released. */
    public List<HelperCall> unreleasedReferences() {
        return desk.unreleased();
    }
}
