package dev.skep.kernel.map;

/**
 * What happens to a field when its value goes away: a timer is cancelled, an object is let go. Counterpart:
 * {@code bpf_obj_free_fields}.
 */
@FunctionalInterface
public interface FieldReleaser {
    /** Lets go of the field at this address; its bytes become zero afterwards. */
    void release(BpfMap map, SpecialField field, long address);
}
