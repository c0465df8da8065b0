package dev.skep.nodes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the nodes of one region.
 *
 * <pre>
 *   index  0 .. n-1          the region's blocks
 *          n ..              copies of the blocks of small loops, one after the other
 *          behind them       tests that find the block at which the region is entered
 *
 *   a loop with two copies:  entry -> round 0 -> round 1 -> round 2 -+
 *                                                ^------ back -------+
 * </pre>
 */
final class RegionBuilder {
    private static final InstructionNode[] EMPTY = {};
    private final FlowGraph graph;
    private final Liveness liveness;
    private final RegionPlan plan;
    private final NodeFactory nodes;
    private final int region;
    private final int first;
    private final List<Block> blocks = new ArrayList<>();
    private final RegionEdges edges;
    private final PointerUses pointers;
    private final Probes probes;

    /**
     * A region's nodes.
     *
     * @param start index of the block to begin with
     */
    record Region(Dispatcher dispatcher, int start) {}

    RegionBuilder(CodeShape shape, NodeFactory nodes, int region, Probes probes) {
        this.probes = probes;
        this.graph = shape.graph();
        this.liveness = shape.liveness();
        this.plan = shape.plan();
        this.edges = shape.region(region).edges();
        this.pointers = shape.region(region).pointers();
        this.nodes = nodes;
        this.region = region;
        this.first = plan.firstBlock(region);
    }

    /** The region as a function that begins with its first block. */
    Region function() {
        addBlocks();
        return new Region(new Dispatcher(blocks.toArray(Block[]::new)), 0);
    }

    /** The region as a part of a function, which is entered at {@link Activation#nextBlock}. */
    Region part() {
        addBlocks();
        int[] entries = plan.entries(region);
        int start = blocks.size();
        blocks.add(chooser(null, 0, 0));
        blocks.set(start, chooser(null, 0, addFinder(entries, 0, entries.length)));
        return new Region(new Dispatcher(blocks.toArray(Block[]::new)), start);
    }

    private void addBlocks() {
        for (RegionEdges.Place place : edges.places()) {
            blocks.add(block(place, pointers.at(blocks.size())));
        }
    }

    private Block block(RegionEdges.Place place, PointerUses.OfBlock pointers) {
        int block = place.block();
        List<InstructionNode> body = new ArrayList<>();
        int[] slots = new int[graph.end(block) - graph.start(block) + Probes.MOST];
        BranchNode branch = null;
        int last = graph.start(block);
        int slot = last;
        probes.addStart(body, slot, graph.end(block));
        Arrays.fill(slots, 0, body.size(), slot);
        while (slot < graph.end(block)) {
            last = slot;
            InstructionNode node = pair(block, slot);
            if (node != null) {
                last = slot + 1;
            } else if (graph.isTerminator(block, slot)) {
                branch = nodes.branch(graph.code().at(slot), slot);
            }
            if (node == null && branch == null) {
                node = nodes.instruction(graph.code().at(slot), slot, pointers);
            }
            if (node != null) {
                slots[body.size()] = slot;
                body.add(node);
            }
            slot = last + graph.code().at(last).slots();
        }
        if (branch != null) {
            branch = probes.branch(branch, graph.code().at(last), last);
        }
        InstructionNode probe = probes.before(graph.code().at(last));
        if (probe != null) {
            slots[body.size()] = last;
            body.add(probe);
        }
        return new Block(
                body.toArray(InstructionNode[]::new),
                Arrays.copyOf(slots, body.size()),
                branch,
                edges.taken(place),
                edges.fall(place),
                probes.dead(Liveness.ALL & ~liveness.liveIn(block)),
                last);
    }

    private @Nullable InstructionNode pair(int block, int slot) {
        return slot + 1 < graph.end(block)
                ? nodes.pair(graph.code().at(slot), graph.code().at(slot + 1))
                : null;
    }

    /** Adds the tests that choose between these entries, and gives where they begin. */
    private int addFinder(int[] entries, int from, int to) {
        if (to - from == 1) {
            return entries[from] - first;
        }
        int index = blocks.size();
        blocks.add(chooser(null, 0, 0));
        int middle = (from + to) >>> 1;
        int below = addFinder(entries, from, middle);
        int above = addFinder(entries, middle, to);
        blocks.set(index, chooser(new EntryNode(entries[middle]), above, below));
        return index;
    }

    private static Block chooser(@Nullable BranchNode branch, int taken, int fall) {
        return new Block(EMPTY, new int[0], branch, Edge.forward(taken, 0), Edge.forward(fall, 0), 0, 0);
    }
}
