package dev.skep.nodes;

import dev.skep.isa.Instruction;
import dev.skep.nodes.Block.Edge;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the nodes of a region. */
final class RegionBuilder {
    private static final Edge NOWHERE = new Edge(FlowGraph.OUTSIDE, 0);
    private static final InstructionNode[] EMPTY = {};

    private final FlowGraph graph;
    private final Costs costs;
    private final Liveness liveness;
    private final RegionPlan plan;
    private final NodeFactory nodes;

    RegionBuilder(FlowGraph graph, Costs costs, Liveness liveness, RegionPlan plan, NodeFactory nodes) {
        this.graph = graph;
        this.costs = costs;
        this.liveness = liveness;
        this.plan = plan;
        this.nodes = nodes;
    }

    /** A function that is one region and begins with its first block. */
    Dispatcher function(int region) {
        return new Dispatcher(blocks(region).toArray(Block[]::new));
    }

    /**
     * A region that can be entered at several blocks. Behind its own blocks lies a tree of tests that finds the one at
     * which the activation goes on; {@link #finder} is its root.
     */
    Dispatcher region(int region) {
        List<Block> blocks = blocks(region);
        int[] entries = plan.entries(region);
        int finder = blocks.size();
        blocks.add(chooser(null, 0, 0));
        blocks.set(finder, chooser(null, 0, addFinder(blocks, region, entries, 0, entries.length)));
        return new Dispatcher(blocks.toArray(Block[]::new));
    }

    /** The index of the block with which {@link #region} begins. */
    int finder(int region) {
        return plan.endBlock(region) - plan.firstBlock(region);
    }

    private List<Block> blocks(int region) {
        List<Block> blocks = new ArrayList<>();
        for (int block = plan.firstBlock(region); block < plan.endBlock(region); block++) {
            blocks.add(block(region, block));
        }
        return blocks;
    }

    private Block block(int region, int block) {
        List<InstructionNode> body = new ArrayList<>();
        List<Integer> slots = new ArrayList<>();
        TestNode test = null;
        int last = graph.start(block);
        int slot = last;
        while (slot < graph.end(block)) {
            Instruction instruction = graph.code().at(slot);
            last = slot;
            if (graph.isTerminator(block, slot)) {
                test = nodes.test(instruction, slot);
            }
            if (test == null) {
                InstructionNode node = nodes.instruction(instruction, slot);
                if (node != null) {
                    body.add(node);
                    slots.add(slot);
                }
            }
            slot += instruction.slots();
        }
        return new Block(
                body.toArray(InstructionNode[]::new),
                slots.stream().mapToInt(Integer::intValue).toArray(),
                test,
                edge(region, block, graph.taken(block)),
                edge(region, block, graph.fall(block)),
                Liveness.ALL & ~liveness.liveIn(block),
                last);
    }

    private Edge edge(int region, int block, int target) {
        if (target == FlowGraph.OUTSIDE) {
            return NOWHERE;
        }
        int cost = costs.charge(block, target);
        if (target == FlowGraph.RETURN) {
            return new Edge(target, cost);
        }
        boolean inside = plan.regionOf(target) == region;
        return new Edge(inside ? target - plan.firstBlock(region) : Block.LEAVE - target, cost);
    }

    /** Adds the tests that choose between these entries, and gives where they begin. */
    private int addFinder(List<Block> blocks, int region, int[] entries, int from, int to) {
        if (to - from == 1) {
            return entries[from] - plan.firstBlock(region);
        }
        int index = blocks.size();
        blocks.add(chooser(null, 0, 0));
        int middle = (from + to) >>> 1;
        int below = addFinder(blocks, region, entries, from, middle);
        int above = addFinder(blocks, region, entries, middle, to);
        blocks.set(index, chooser(new EntryTest(entries[middle]), above, below));
        return index;
    }

    private static Block chooser(@Nullable TestNode test, int taken, int fall) {
        return new Block(EMPTY, new int[0], test, new Edge(taken, 0), new Edge(fall, 0), 0, 0);
    }
}
