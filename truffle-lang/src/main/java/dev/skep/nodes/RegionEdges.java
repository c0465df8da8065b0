package dev.skep.nodes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The edges of a region's blocks and of the copies of its small loops. */
final class RegionEdges {
    /** Instructions that all copies in a region together may have. */
    private static final int MAX_COPIED = 1000;

    private final FlowGraph graph;
    private final Costs costs;
    private final RegionPlan plan;
    private final int region;
    private final int first;
    private final List<Unrolled> loops = new ArrayList<>();
    /** By block, the unrolled loop that it is in. */
    private final Map<Integer, Unrolled> loopOf = new HashMap<>();

    private final List<Place> places = new ArrayList<>();

    /**
     * What stands at an index of the region.
     *
     * @param block of the program
     * @param copy 0 for the block itself, or which of its copies
     */
    record Place(int block, int copy) {}

    RegionEdges(FlowGraph graph, Costs costs, RegionPlan plan, int region) {
        this.graph = graph;
        this.costs = costs;
        this.plan = plan;
        this.region = region;
        this.first = plan.firstBlock(region);
        int index = plan.endBlock(region) - first;
        int copied = 0;
        for (Loops.Loop loop : Loops.toUnroll(graph, first, plan.endBlock(region))) {
            int size = loop.copies() * loop.instructions();
            if (copied + size <= MAX_COPIED) {
                Unrolled unrolled = place(loop, index);
                loops.add(unrolled);
                index = unrolled.endIndex();
                copied += size;
            }
        }
        addPlaces(plan.endBlock(region));
    }

    private void addPlaces(int endBlock) {
        for (int block = first; block < endBlock; block++) {
            places.add(new Place(block, 0));
        }
        for (Unrolled loop : loops) {
            for (int copy = 1; copy <= loop.copies(); copy++) {
                for (int block : loop.body()) {
                    places.add(new Place(block, copy));
                }
            }
        }
    }

    private Unrolled place(Loops.Loop loop, int index) {
        int cost = 0;
        for (int block : loop.body()) {
            cost = Math.max(cost, costs.charge(block, loop.header()));
        }
        Unrolled result = new Unrolled(loop.header(), loop.body(), loop.copies(), index, cost);
        for (int block : loop.body()) {
            loopOf.put(block, result);
        }
        return result;
    }

    /** The region's blocks by index: all of them, and then the copies of loops. */
    List<Place> places() {
        return places;
    }

    /** The indices at which the region is entered from outside. */
    int[] entries() {
        return Arrays.stream(plan.entries(region)).map(block -> block - first).toArray();
    }

    /** The edge on which a branch says yes. */
    Edge taken(Place place) {
        int target = graph.taken(place.block);
        return target == FlowGraph.OUTSIDE ? Edge.outside(true) : edge(place.block, place.copy, target);
    }

    /** The other edge. */
    Edge fall(Place place) {
        return fall(place.block, place.copy);
    }

    private Edge fall(int block, int copy) {
        int target = graph.fall(block);
        return target == FlowGraph.OUTSIDE ? Edge.outside(false) : edge(block, copy, target);
    }

    private Edge edge(int block, int copy, int target) {
        Unrolled loop = loopOf.get(block);
        if (isJumpAhead(block, target) && Objects.equals(loopOf.get(target), loop)) {
            return fall(target, copy);
        }
        if (loop != null && loop.contains(target)) {
            return edgeInLoop(loop, block, copy, target);
        }
        int cost = costs.charge(block, target) - (loop == null ? 0 : loop.advanceBehind(copy));
        if (target == FlowGraph.RETURN) {
            return Edge.returning(cost);
        }
        if (plan.regionOf(target) != region) {
            return Edge.leaving(target, cost);
        }
        int index = target - first;
        return target > block ? Edge.forward(index, cost) : Edge.back(index, cost, new Edge.Rounds(index, cost));
    }

    /** Whether the target is a mere jump, further on in the region: who goes there can go where it leads. */
    private boolean isJumpAhead(int block, int target) {
        return target > block && plan.regionOf(target) == region && graph.isJump(target);
    }

    private Edge edgeInLoop(Unrolled loop, int block, int copy, int target) {
        if (target > block) {
            return Edge.forward(copy == 0 ? target - first : loop.index(copy, target), 0);
        }
        return copy == 0 || copy == loop.copies()
                ? Edge.back(target - first, loop.cost(), new Edge.Rounds(loop.index(1, target), loop.advance()))
                : Edge.forward(loop.index(copy + 1, target), 0);
    }
}
