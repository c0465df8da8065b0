package dev.skep.kernel.map;

/** BPF_MAP_TYPE_QUEUE: first in, first out. Counterpart: {@code queue_map_ops}. */
final class QueueMap extends QueueStackMap {
    QueueMap(MapCreation creation) {
        super(creation);
    }

    @Override
    long place() {
        return tail;
    }

    @Override
    void drop() {
        tail = behind(tail);
    }
}
