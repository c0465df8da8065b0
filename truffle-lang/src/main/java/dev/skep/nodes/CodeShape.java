package dev.skep.nodes;

import dev.skep.isa.Bytecode;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.verifier.Facts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the code of a program is like in whichever kernel it is: blocks and edges, what they cost, which registers live,
 * where it is cut, which pointers are shared. Nothing here changes or belongs to a kernel, so that one serves all. Safe
 * for several threads.
 */
final class CodeShape {
    private final Bytecode code;
    private final FlowGraph graph;
    private final Costs costs;
    private final Liveness liveness;
    private final RegionPlan plan;
    /** By number, those that somebody asked for. */
    private final Map<Integer, RegionShape> regions = new ConcurrentHashMap<>();

    /** The edges of a region, and the pointers that its instructions share. */
    record RegionShape(RegionEdges edges, PointerUses pointers) {}

    private CodeShape(Bytecode code, FlowGraph graph, KernelFunctions.Arities arities) {
        this.code = code;
        this.graph = graph;
        this.costs = new Costs(graph);
        this.liveness = new Liveness(graph, arities);
        this.plan = new RegionPlan(graph);
    }

    /** @throws dev.skep.helper.NotBuiltException when the program calls a helper or kfunc that has no body yet */
    static CodeShape of(ProgramImage image, Facts facts, KernelTypes types) {
        Bytecode code = LiveCode.of(image.code(), facts);
        KernelFunctions.Arities arities = new KernelFunctions(image.withCode(code), types).arities();
        FlowGraph graph = FlowGraph.of(
                code,
                image.functions().stream().mapToInt(function -> function.slot()).toArray());
        return new CodeShape(code, graph, arities);
    }

    /** The instructions without what the verifier knows to be dead. */
    Bytecode code() {
        return code;
    }

    FlowGraph graph() {
        return graph;
    }

    Costs costs() {
        return costs;
    }

    Liveness liveness() {
        return liveness;
    }

    RegionPlan plan() {
        return plan;
    }

    RegionShape region(int number) {
        return regions.computeIfAbsent(number, this::shape);
    }

    private RegionShape shape(int region) {
        RegionEdges edges = new RegionEdges(graph, costs, plan, region);
        return new RegionShape(edges, new PointerUses(graph, liveness, edges));
    }
}
