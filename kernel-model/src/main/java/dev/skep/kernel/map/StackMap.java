package dev.skep.kernel.map;

/** BPF_MAP_TYPE_STACK: last in, first out. Counterpart: {@code stack_map_ops}. */
final class StackMap extends QueueStackMap {
    StackMap(MapCreation creation) {
        super(creation);
    }

    @Override
    long place() {
        return before(head);
    }

    @Override
    void drop() {
        head = before(head);
    }
}
