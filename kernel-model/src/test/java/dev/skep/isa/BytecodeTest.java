package dev.skep.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skep.isa.Instruction.Exit;
import dev.skep.isa.Instruction.Invalid;
import dev.skep.isa.Instruction.LoadImmediate;
import dev.skep.isa.Instruction.Move;
import dev.skep.isa.Instruction.WideTail;
import java.util.List;
import org.junit.jupiter.api.Test;

class BytecodeTest {
    @Test
    void aLoadOfA64BitConstantTakesTwoSlots() {
        Bytecode code = Assembler.assemble("r1 = 0x123456789abcdef0\nexit");
        assertThat(code.size()).isEqualTo(3);
        assertThat(code.at(0)).isEqualTo(new LoadImmediate(Register.R1, 0x123456789abcdef0L));
        assertThat(code.at(1)).isEqualTo(new WideTail(0x12345678));
        assertThat(code.at(2)).isEqualTo(new Exit());
        assertThat(code).hasToString("18010000f0debc9a00000000785634129500000000000000");
    }

    @Test
    void aLoadWithoutItsSecondHalfIsInvalid() {
        assertThat(Bytecode.of(0x18).at(0)).isEqualTo(new Invalid(0x18));
        assertThat(Bytecode.of(0x18, 0x95).at(0)).isEqualTo(new Invalid(0x18));
        assertThat(Bytecode.of(0x18, 0x95).at(1)).isEqualTo(new Exit());
        assertThat(Bytecode.of(0).at(0)).isEqualTo(new Invalid(0));
    }

    @Test
    void aReservedFieldThatIsNotZeroMakesASlotInvalid() {
        long move = 0x5_0000_01b7L;
        assertThat(Bytecode.of(move).at(0)).isEqualTo(new Move(Width.W64, Register.R1, new Immediate(5)));
        assertThat(Bytecode.of(move | 0x10_0000).at(0)).isInstanceOf(Invalid.class);
        assertThat(Bytecode.of(move | 0x2000).at(0)).isInstanceOf(Invalid.class);
    }

    /** The kernel does not look at the offset of an exit, and loads it. */
    @Test
    void theOffsetOfAnExitDoesNotMatter() {
        assertThat(Bytecode.of(0x50095).at(0)).isEqualTo(new Exit());
    }

    @Test
    void replacingAnInstructionKeepsItsPlace() {
        Bytecode code = Assembler.assemble("r1 = 0x1\nexit");
        assertThat(code.with(0, new LoadImmediate(Register.R1, 2))).isEqualTo(Assembler.assemble("r1 = 0x2\nexit"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> code.with(0, new Exit()))
                .withMessageContaining("does not fit");
    }

    @Test
    void bytesThatAreNoSlotsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bytecode.of(new byte[12]))
                .withMessage("bytecode of 12 bytes, expected a multiple of 8");
    }

    @Test
    void whatNoEncodingHoldsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bytecode.of(List.of(new Instruction.Jump(40_000))))
                .withMessageContaining("signed 16 bits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bytecode.of(
                        List.of(new Instruction.LoadSignExtended(MemorySize.U64, Register.R0, Register.R1, 0))))
                .withMessageContaining("has no encoding");
    }
}
