package dev.skep.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.btf.BtfType.Datasec;
import dev.skep.btf.BtfType.Int;
import dev.skep.btf.BtfType.Linkage;
import dev.skep.btf.BtfType.Var;
import dev.skep.btf.BtfType.Variable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BtfWithTest {
    @Test
    void sizesAndOffsetsOfSectionsCanBeFilledIn() {
        BtfBuilder types = new BtfBuilder();
        int integer = types.add(new Int("int", 4, Int.SIGNED, 0, 32));
        int a = types.add(new Var("a", integer, Linkage.GLOBAL));
        int b = types.add(new Var("b", integer, Linkage.GLOBAL));
        int data = types.add(new Datasec(".data", 0, List.of(new Variable(a, 0, 4), new Variable(b, 0, 4))));
        Btf compiled = types.build();

        Datasec known = new Datasec(".data", 8, List.of(new Variable(b, 0, 4), new Variable(a, 4, 4)));
        Btf filledIn = compiled.with(Map.of(data, known));

        assertThat(filledIn.type(data)).isEqualTo(known);
        assertThat(filledIn.type(a)).isEqualTo(compiled.type(a));
        assertThat(compiled.sizeOf(data)).isZero();
    }

    @Test
    void functionsCanBecomeStatic() {
        BtfBuilder types = new BtfBuilder();
        int proto = types.add(new BtfType.FuncProto(0, List.of()));
        int function = types.add(new BtfType.Func("f", proto, Linkage.GLOBAL));
        BtfType.Func hidden = new BtfType.Func("f", proto, Linkage.STATIC);

        assertThat(types.build().with(Map.of(function, hidden)).type(function)).isEqualTo(hidden);
    }

    @Test
    void otherTypesStayWhatTheyAre() {
        BtfBuilder types = new BtfBuilder();
        int pointer = types.add(new BtfType.Ptr(0));

        assertThatThrownBy(() -> types.build().with(Map.of(pointer, new BtfType.Ptr(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("type 1 cannot become a PTR");
    }
}
