package dev.skep.btf;

import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;

/** The ids of other types that a type holds: reading them, and the same type with other ids. */
final class TypeReferences {
    private TypeReferences() {}

    /** Gives every id that {@code type} refers to, in the order of the encoding; id 0 included. */
    static void visit(BtfType type, IntConsumer visitor) {
        switch (type) {
            case BtfType.VoidType _,
                    BtfType.Int _,
                    BtfType.FloatType _,
                    BtfType.Fwd _,
                    BtfType.EnumType _,
                    BtfType.Enum64 _ -> {}
            case BtfType.Ptr t -> visitor.accept(t.target());
            case BtfType.Array t -> {
                visitor.accept(t.element());
                visitor.accept(t.index());
            }
            case BtfType.Composite t -> t.members().forEach(member -> visitor.accept(member.type()));
            case BtfType.Typedef t -> visitor.accept(t.target());
            case BtfType.Modifier t -> visitor.accept(t.target());
            case BtfType.Func t -> visitor.accept(t.proto());
            case BtfType.FuncProto t -> {
                visitor.accept(t.returnType());
                t.params().forEach(param -> visitor.accept(param.type()));
            }
            case BtfType.Var t -> visitor.accept(t.type());
            case BtfType.Datasec t -> t.variables().forEach(variable -> visitor.accept(variable.type()));
            case BtfType.DeclTag t -> visitor.accept(t.target());
        }
    }

    /** The same type, with each id that it refers to replaced by what {@code ids} makes of it. */
    static BtfType mapped(BtfType type, IntUnaryOperator ids) {
        return switch (type) {
            case BtfType.VoidType _,
                    BtfType.Int _,
                    BtfType.FloatType _,
                    BtfType.Fwd _,
                    BtfType.EnumType _,
                    BtfType.Enum64 _ -> type;
            case BtfType.Ptr t -> new BtfType.Ptr(ids.applyAsInt(t.target()));
            case BtfType.Array t ->
                new BtfType.Array(ids.applyAsInt(t.element()), ids.applyAsInt(t.index()), t.count());
            case BtfType.Struct t ->
                new BtfType.Struct(
                        t.name(),
                        t.sizeBytes(),
                        t.members().stream().map(m -> mapped(m, ids)).toList());
            case BtfType.Union t ->
                new BtfType.Union(
                        t.name(),
                        t.sizeBytes(),
                        t.members().stream().map(m -> mapped(m, ids)).toList());
            case BtfType.Typedef t -> new BtfType.Typedef(t.name(), ids.applyAsInt(t.target()));
            case BtfType.Volatile t -> new BtfType.Volatile(ids.applyAsInt(t.target()));
            case BtfType.Const t -> new BtfType.Const(ids.applyAsInt(t.target()));
            case BtfType.Restrict t -> new BtfType.Restrict(ids.applyAsInt(t.target()));
            case BtfType.TypeTag t -> new BtfType.TypeTag(t.name(), ids.applyAsInt(t.target()), t.attribute());
            case BtfType.Func t -> new BtfType.Func(t.name(), ids.applyAsInt(t.proto()), t.linkage());
            case BtfType.FuncProto t ->
                new BtfType.FuncProto(
                        ids.applyAsInt(t.returnType()),
                        t.params().stream()
                                .map(p -> new BtfType.Param(p.name(), ids.applyAsInt(p.type())))
                                .toList());
            case BtfType.Var t -> new BtfType.Var(t.name(), ids.applyAsInt(t.type()), t.linkage());
            case BtfType.Datasec t ->
                new BtfType.Datasec(
                        t.name(),
                        t.sizeBytes(),
                        t.variables().stream()
                                .map(v -> new BtfType.Variable(ids.applyAsInt(v.type()), v.offset(), v.sizeBytes()))
                                .toList());
            case BtfType.DeclTag t -> new BtfType.DeclTag(t.name(), ids.applyAsInt(t.target()), t.component());
        };
    }

    private static BtfType.Member mapped(BtfType.Member member, IntUnaryOperator ids) {
        return new BtfType.Member(
                member.name(), ids.applyAsInt(member.type()), member.bitOffset(), member.bitFieldSize());
    }
}
