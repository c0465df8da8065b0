package dev.skep.verifier.hint;

import java.util.List;

/** Every family of messages, the special before the general. */
final class HintTable {
    /** Searched from the front; a line belongs to the first family that finds itself in it. */
    static final List<HintFamily> ALL = List.of(
            // Registers and values.
            HintFamily.of(
                    "R([0-9]+) !read_ok",
                    "register R$1 is read before anything was written to it on this path, or after a call has overwritten"
                            + " it (R1 to R5 do not survive calls).",
                    "give the variable a value on every path; if R0 is meant, the function may return without a value.",
                    "R2 !read_ok"),
            HintFamily.of(
                    "R([0-9]+) invalid mem access '[a-z_]*_or_null_?[a-z_0-9]*'",
                    "R$1 may be NULL here: it comes from a call that may find nothing, and no check came before this use.",
                    "test the pointer right after the call: if (!p) return ...;",
                    "R0 invalid mem access 'map_value_or_null'"),
            HintFamily.of(
                    "R([0-9]+) invalid mem access 'scalar'",
                    "R$1 is used as an address, but to the verifier it is a plain number: it was read from memory that"
                            + " holds no pointers, computed, or was a packet pointer before a helper changed the packet.",
                    "read kernel memory with bpf_probe_read_kernel() or BPF_CORE_READ(); load packet pointers anew after"
                            + " a helper that changes the packet.",
                    "R1 invalid mem access 'scalar'"),
            HintFamily.of(
                    "R([0-9]+) invalid mem access '([a-z_]+)'",
                    "memory cannot be read or written through R$1, which is of type $2.",
                    "use the pointer only as the helpers that take such a type do, or get one to readable memory.",
                    "R7 invalid mem access 'pkt_end'"),
            HintFamily.of(
                    "frame pointer is read only",
                    "the program writes to R10, the address of its stack.",
                    "copy R10 into another register and change that.",
                    "frame pointer is read only"),
            HintFamily.of(
                    "R([0-9]+) is invalid",
                    "the instruction names R$1, which a program does not have.",
                    "use R0 to R10; if a compiler made this, it is for another machine.",
                    "R12 is invalid"),
            HintFamily.of(
                    "At program exit the register R0 is not a known value|R0 not a scalar value|R0 !read_ok at exit",
                    "the program returns a pointer, or a value that was not set.",
                    "return one of the numbers that programs of this type may return.",
                    "At program exit the register R0 is not a known value (ctx)"),
            HintFamily.of(
                    "At (?:program exit|callback return|async callback return|subprogram exit)[^,]* the register R([0-9]+) has"
                            + " .*should have been in (\\[-?[0-9]+, -?[0-9]+\\])",
                    "the value that is returned here is not known to lie in $2, and programs of this type, or callbacks,"
                            + " may return nothing else.",
                    "return constants out of this range, or bound the variable before the return.",
                    "At program exit the register R0 has smin=2 smax=2 should have been in [0, 1]"),
            HintFamily.of(
                    "R([0-9]+) leaks addr|leaks addr into|leaking pointer from stack",
                    "an address of the kernel would get where an unprivileged user can read it.",
                    "do not store, compare or return the pointer, or load the program with CAP_PERFMON.",
                    "R2 leaks addr into map"),

            // Packets.
            HintFamily.of(
                    "R([0-9]+) offset is outside of the packet|invalid access to packet",
                    "bytes of the packet are touched that no comparison with data_end has shown to be there.",
                    "before the access: if ((void *)(header + 1) > data_end) return ...; with the very pointer that is used"
                            + " afterwards.",
                    "invalid access to packet, off=12 size=4, R1(id=0,off=12,r=0)"),
            HintFamily.of(
                    "pointer arithmetic on pkt_end prohibited",
                    "data_end may be compared and nothing else; the program adds to it or subtracts from it.",
                    "compute with data instead: if (data + length > data_end) ...",
                    "R3 pointer arithmetic on pkt_end prohibited"),
            HintFamily.of(
                    "cannot write into packet|helper access to the packet is not allowed",
                    "programs of this type, or this helper, may not touch the packet directly.",
                    "use bpf_skb_load_bytes() and bpf_skb_store_bytes() where the type has them.",
                    "cannot write into packet"),
            HintFamily.of(
                    "misaligned (packet|stack|value|context) access",
                    "the access to the $1 is not at a multiple of its size, which strict alignment asks for.",
                    "read it in smaller pieces, or with __builtin_memcpy() into an aligned variable.",
                    "misaligned packet access off 0+2+1+0 size 4"),

            // Map values and other memory of a known size.
            HintFamily.of(
                    "invalid access to map value, value_size=([0-9]+) off=(-?[0-9]+) size=([0-9]+)",
                    "$3 bytes at offset $2 may be touched, and the value of the map has only $1 bytes.",
                    "check the index against the number of elements before its use, or make the value larger.",
                    "invalid access to map value, value_size=48 off=1008 size=8"),
            HintFamily.of(
                    "invalid access to (map key|memory|buffer|allocated memory|map value pointer|mem)[^,]*,",
                    "the access leaves the $1 that the pointer points to.",
                    "check offset and length against the size before the access.",
                    "invalid access to memory, mem_size=8 off=8 size=4"),
            HintFamily.of(
                    "R([0-9]+) min value is outside of the allowed memory range",
                    "the offset in R$1 may be negative, or so large that the access begins outside of the memory.",
                    "make the index unsigned, and compare it with the size before: if (i >= N) return ...;",
                    "R0 min value is outside of the allowed memory range"),
            HintFamily.of(
                    "R([0-9]+) max value is outside of the allowed memory range",
                    "the offset in R$1 may be so large that the access ends outside of the memory.",
                    "compare the index with the size before: if (i >= N) return ...; or cut it: i &= N - 1.",
                    "R0 max value is outside of the allowed memory range"),
            HintFamily.of(
                    "R([0-9]+) unbounded memory access",
                    "the length or index in R$1 has no upper bound that the verifier knows of.",
                    "bound it right before the access: if (len > sizeof(buf)) return ...; or len &= sizeof(buf) - 1.",
                    "R2 unbounded memory access, make sure to bounds check any such access"),
            HintFamily.of(
                    "R([0-9]+) min value is negative",
                    "R$1 may be negative, where a length or an index is needed.",
                    "make the variable unsigned, or test it before: if (len < 0) return ...;",
                    "R2 min value is negative, either use unsigned or 'var &= const'"),
            HintFamily.of(
                    "R([0-9]+) invalid zero-sized read",
                    "the length in R$1 may be 0, which this helper does not take.",
                    "test it before the call: if (!len) return ...;",
                    "R4 invalid zero-sized read: u64=[0,16]"),
            HintFamily.of(
                    "is bpf_array invalid negative access|invalid negative access",
                    "the access begins before the first byte of the memory.",
                    "check the index for negative values, or make it unsigned.",
                    "R0 is bpf_array invalid negative access: off=-8"),
            HintFamily.of(
                    "value -?[0-9]+ makes ([a-z_]+) pointer be out of bounds|([a-z_]+) pointer offset -?[0-9]+ is not"
                            + " allowed",
                    "the number that is added moves the pointer further than any object can be large.",
                    "check the index before it is added.",
                    "value -2147483648 makes map_value pointer be out of bounds"),
            HintFamily.of(
                    "math between ([a-z_]+) pointer and (?:register|-?[0-9]+)",
                    "a number is added to a $1 pointer that may be so large or so negative that the sum means nothing.",
                    "bound it before: unsigned, compared with the size, or cut by & with a constant.",
                    "math between map_value pointer and register with unbounded min value is not allowed"),
            HintFamily.of(
                    "(read from|write into) map forbidden",
                    "the map was made with flags that forbid programs this access (.rodata may only be read).",
                    "drop BPF_F_RDONLY_PROG or BPF_F_WRONLY_PROG from the map, or use another one.",
                    "write into map forbidden, value_size=48 off=0 size=8"),

            // The stack.
            HintFamily.of(
                    "invalid (?:read from|indirect read from|indirect access to) stack|invalid read from stack R[0-9]+ off",
                    "bytes of the stack are read that were never written, or that lie outside of the 512 bytes of it.",
                    "set the whole variable first, padding included: = {} or __builtin_memset(&v, 0, sizeof(v)).",
                    "invalid read from stack R10 off -8+0 size 8"),
            HintFamily.of(
                    "invalid (?:write to|access to|unbounded variable-offset [a-z ]*(?:to|from)|variable-offset [a-z ]*(?:to|from))"
                            + " stack",
                    "the access lies outside of the 512 bytes of stack below R10, or its place is not known.",
                    "index arrays on the stack with bounded unsigned numbers; move large variables into a map.",
                    "invalid write to stack R10 off=8 size=8"),
            HintFamily.of(
                    "combined stack size of ([0-9]+) calls is ([0-9]+)|stack size of subprog|the call stack of ([0-9]+) frames",
                    "functions that call each other need more stack, or go deeper, than the 512 bytes and 8 levels there are.",
                    "move large variables into a per-CPU array, and let the compiler inline (__always_inline).",
                    "combined stack size of 2 calls is 576. Too large"),
            HintFamily.of(
                    "attempt to corrupt spilled pointer|invalid size of register (?:fill|spill)",
                    "a pointer that lies on the stack is overwritten or read in part.",
                    "save and load pointers with all of their eight bytes.",
                    "attempt to corrupt spilled pointer on stack"),
            HintFamily.of(
                    "cannot return stack pointer to the caller|cannot spill pointers to stack into stack frame of the caller",
                    "a pointer to the stack of a function would outlive the function.",
                    "let the caller own the variable and pass its address.",
                    "cannot return stack pointer to the caller"),

            // Contexts.
            HintFamily.of(
                    "invalid bpf_context access off=([0-9]+) size=([0-9]+)",
                    "programs of this type may not read or write $2 bytes at offset $1 of their context.",
                    "check the section name (it decides about the type), the field, and whether it may be written.",
                    "invalid bpf_context access off=68 size=4"),
            HintFamily.of(
                    "dereference of modified (?:ctx|[a-z_]+) ptr|variable ctx access|negative offset ctx ptr",
                    "the address of the context was changed by a number before it is used.",
                    "let the compiler see the field: keep ctx in one variable and use ctx->field with constants only.",
                    "dereference of modified ctx ptr R1 off=8 disallowed"),
            HintFamily.of(
                    "invalid ([a-z_]+) access off=(-?[0-9]+) size=([0-9]+)|cannot write into ([a-z_]+)",
                    "the struct that the pointer points to has no such field for programs, or the field may not be written.",
                    "look the struct up in linux/bpf.h, and read whole fields by their names.",
                    "R0 invalid sock access off=50 size=2"),
            HintFamily.of(
                    "access beyond struct ([a-z_0-9]+)|access beyond the end of member|cannot access ptr member|only read is"
                            + " supported",
                    "a struct of the kernel is read beyond its end or in the middle of a pointer, or is written.",
                    "read fields by their names and types; write through the functions that the kernel has for it.",
                    "access beyond struct task_struct at off 9000 size 4"),
            HintFamily.of(
                    "access percpu memory|access user memory",
                    "the pointer leads to memory of one CPU or of user space, which cannot be read directly.",
                    "use bpf_per_cpu_ptr() or bpf_this_cpu_ptr(), bpf_probe_read_user() for user memory.",
                    "R1 is ptr_sched access percpu memory: off=0"),
            HintFamily.of(
                    "variable ([a-z_]+) access var_off",
                    "an object of the kernel ($1) is read at an offset that is not constant.",
                    "read fields by their names, and arrays in it with bpf_probe_read_kernel().",
                    "variable untrusted_ptr_ access var_off=(0x0; 0x7) disallowed"),
            HintFamily.of(
                    "same insn cannot be used with different pointers",
                    "one instruction gets pointers of different kinds on different paths, and must be rewritten for one.",
                    "keep the branches apart, so that each has its own access: barrier_var() or asm volatile(\"\").",
                    "same insn cannot be used with different pointers"),

            // Arithmetic.
            HintFamily.of(
                    "R([0-9]+) (?:32-bit )?pointer (?:arithmetic with [^ ]+ operator prohibited|\\+= pointer prohibited|arithmetic"
                            + " prohibited)|bitwise operator [^ ]+ on pointer prohibited|tried to subtract pointer from scalar|tried"
                            + " to (?:add|subtract) from different",
                    "the program computes with an address in a way that is only meant for numbers.",
                    "add or subtract numbers only; keep pointers out of multiplications, masks and 32-bit variables.",
                    "R0 pointer arithmetic with /= operator prohibited"),
            HintFamily.of(
                    "R([0-9]+) pointer arithmetic on ([a-z_]+)_or_null prohibited",
                    "R$1 may be NULL, and is computed with before it was tested.",
                    "test the pointer first: if (!p) return ...;",
                    "R0 pointer arithmetic on map_value_or_null prohibited, null-check it first"),
            HintFamily.of(
                    "R([0-9]+) pointer arithmetic on ([a-z_]+) prohibited",
                    "nothing may be added to R$1, which is of type $2.",
                    "use the pointer as it is.",
                    "R1 pointer arithmetic on map_ptr prohibited"),
            HintFamily.of(
                    "div by zero|invalid shift",
                    "the instruction divides by the constant 0, or shifts further than the register is wide.",
                    "correct the constant.",
                    "div by zero"),
            HintFamily.of(
                    "subtraction from stack pointer prohibited",
                    "a number is subtracted from R10 or from a copy of it in a way that hides where it points.",
                    "add a negative constant instead.",
                    "R1 subtraction from stack pointer prohibited"),
            HintFamily.of(
                    "invalid variable buffer offset",
                    "the buffer is touched at an offset that is not constant.",
                    "use constant offsets into it.",
                    "R6 invalid variable buffer offset: off=0, var_off=(0x0; 0xffffffff)"),

            // Loops and size.
            HintFamily.of(
                    "infinite loop detected at insn (?<insn>[0-9]+)",
                    "a loop comes back to where it was with nothing changed that the verifier knows of.",
                    "let a counter decide about the end, with a constant bound; or use bpf_loop() or bpf_for().",
                    "infinite loop detected at insn 5"),
            HintFamily.of(
                    "back-edge from insn (?<insn>[0-9]+)",
                    "the program has a loop, and its loader has not the right to load such programs.",
                    "load it with CAP_BPF, or unroll the loop: #pragma unroll.",
                    "back-edge from insn 4 to 2"),
            HintFamily.of(
                    "BPF program is too large. Processed ([0-9]+) insn|the sequence of ([0-9]+) jumps is too complex",
                    "the verifier gave up: all paths together have more steps than it follows, 1,000,000.",
                    "fewer branches in loops; move the body into bpf_loop(), bpf_for() or a global function, which is"
                            + " verified once.",
                    "BPF program is too large. Processed 1000001 insn"),
            HintFamily.of(
                    "unreachable insn (?<insn>[0-9]+)",
                    "no path leads to this instruction.",
                    "remove what stands behind a return or an endless loop.",
                    "unreachable insn 3"),
            HintFamily.of(
                    "last insn is not an exit or jmp",
                    "control runs out of the end of a function.",
                    "return on every path; a function whose body the compiler knows to be undefined ends like that.",
                    "last insn is not an exit or jmp"),
            HintFamily.of(
                    "jump out of range from insn (?<insn>[0-9]+)|jump into the middle of ldimm64 insn (?:[0-9]+)|call to invalid"
                            + " destination|invalid insn idx",
                    "a jump or call leads to where no instruction of this function begins.",
                    "if a compiler made this, relocations of calls are missing: load the object through a loader.",
                    "jump out of range from insn 1 to 9"),

            // Encodings.
            HintFamily.of(
                    "unknown opcode|uses reserved fields|unrecognized bpf_ld_imm64|invalid bpf_ld_imm64|unknown insn class|invalid"
                            + " BPF_LD_IMM insn|BPF_ATOMIC uses|BPF_CALL uses",
                    "the bytes are no instruction that this kernel knows.",
                    "compile for an instruction set that it has: clang -mcpu=v3; check tools that write bytecode.",
                    "unknown opcode 8d"),
            HintFamily.of(
                    "BPF_ATOMIC (?:loads from|stores into) R([0-9]+) ([a-z_]+) is not allowed",
                    "atomic operations are not allowed on memory of type $2.",
                    "use them on map values and the stack, plain loads and stores elsewhere.",
                    "BPF_ATOMIC stores into R1 ctx is not allowed"),

            // Maps.
            HintFamily.of(
                    "fd ([0-9-]+) is not pointing to valid bpf_map|fd_idx without fd_array",
                    "the instruction names a map that was not handed to the kernel.",
                    "load the object through a loader that creates the maps; check the index.",
                    "fd 7 is not pointing to valid bpf_map"),
            HintFamily.of(
                    "cannot pass map_type ([0-9]+) into func ([a-z_0-9]+)",
                    "$2() does not work on maps of type $1.",
                    "take the helper that belongs to this type of map, or another type of map.",
                    "cannot pass map_type 3 into func bpf_map_lookup_elem#1"),
            HintFamily.of(
                    "(?:direct value offset of|no direct value access support|only read from bpf_array)",
                    "the program takes the address of a map's value directly, and this map or offset does not have it.",
                    "global variables must lie in .bss, .data or .rodata; look other maps up with"
                            + " bpf_map_lookup_elem().",
                    "direct value offset of 4294967295 is not allowed"),
            HintFamily.of(
                    "tail_call abusing map_ptr|expected prog array map for tail call",
                    "the map of a tail call is not known to be one program array.",
                    "name the program array directly in bpf_tail_call().",
                    "expected prog array map for tail call"),

            // Helpers and kernel functions.
            HintFamily.of(
                    "(?:program of this type cannot use helper|unknown func) ([a-z_0-9]+)",
                    "programs of this type may not call $1().",
                    "check the section name, which decides about the type, or find the helper for it.",
                    "program of this type cannot use helper bpf_ktime_get_coarse_ns#160"),
            HintFamily.of(
                    "invalid func ([a-z_0-9]+)#?([0-9]*)",
                    "the kernel has no helper of this number.",
                    "the helper is newer than this kernel, or the number is wrong.",
                    "invalid func unknown#1234567"),
            HintFamily.of(
                    "calling kernel function ([a-z_0-9]+) is not allowed",
                    "programs of this type may not call $1().",
                    "check the section name, and in which programs the kernel registers the function.",
                    "calling kernel function bpf_task_acquire is not allowed"),
            HintFamily.of(
                    "kernel btf_id [0-9]+ is not a function|failed to find BTF for kernel function",
                    "the kernel that the program is verified for does not have this kernel function.",
                    "declare it __weak and test it with bpf_ksym_exists(), or use a newer kernel.",
                    "kernel btf_id 123456 is not a function"),
            HintFamily.of(
                    "cannot call (?:GPL-restricted function|kernel function) from non-GPL compatible program",
                    "the function is for programs under the GPL only, and the licence of this one is another.",
                    "char _license[] SEC(\"license\") = \"GPL\"; (or one like \"Dual BSD/GPL\").",
                    "cannot call GPL-restricted function from non-GPL compatible program"),
            HintFamily.of(
                    "helper call might sleep|sleepable helper|might_sleep|kernel func [a-z_0-9]+ is sleepable",
                    "the function may sleep, and this program, or this section of it, must not.",
                    "make the program sleepable (sections that end in .s), and call it outside of locked regions.",
                    "helper call might sleep in a non-sleepable prog"),
            HintFamily.of(
                    "R([0-9]+) type=([a-z_0-9]+_or_null) expected=",
                    "the function does not take NULL, and R$1 may be NULL.",
                    "test the pointer before the call: if (!p) return ...;",
                    "R1 type=map_value_or_null expected=fp"),
            HintFamily.of(
                    "R([0-9]+) type=([a-z_0-9]+) expected=(.*)",
                    "argument R$1 is of type $2, and the function takes $3.",
                    "pass the address of a variable of the right kind; sizes and numbers are no addresses.",
                    "R1 type=scalar expected=ctx"),
            HintFamily.of(
                    "Possibly NULL pointer passed to (?:helper|trusted) arg([0-9]+)",
                    "argument $1 may be NULL, and the function does not take NULL.",
                    "test the pointer before the call: if (!p) return ...;",
                    "Possibly NULL pointer passed to trusted arg0"),
            HintFamily.of(
                    "R([0-9]+) must be (?:referenced|a rcu pointer|a known constant|in|a const|a valid)",
                    "argument R$1 is not what this function asks for: a pointer that the program owns, or a constant.",
                    "pass what the acquiring function returned, unchanged; constants must be known when compiling.",
                    "R1 must be referenced when passed to release function"),
            HintFamily.of(
                    "R([0-9]+) must have zero offset when passed to release func",
                    "R$1 was moved after the acquiring function returned it, and only that very address can be given back.",
                    "keep the pointer as it was returned, and move a copy.",
                    "R1 must have zero offset when passed to release func or trusted arg to kfunc"),
            HintFamily.of(
                    "([a-z_]+)\\(\\) doesn't support non-zero flags",
                    "$1() takes no flags yet: they must be the constant 0.",
                    "pass 0.",
                    "get_local_storage() doesn't support non-zero flags"),
            HintFamily.of(
                    "programs can be sleepable",
                    "programs of this type cannot sleep, whatever their section says.",
                    "drop the .s of the section name.",
                    "Only fentry/fexit/fmod_ret, lsm, iter, uprobe, and struct_ops programs can be sleepable"),
            HintFamily.of(
                    "invalid kernel function call",
                    "a kernel function that this kernel does not have is called, and nothing keeps the call from running.",
                    "test it before the call: if (bpf_ksym_exists(f)) ...",
                    "invalid kernel function call not eliminated in verifier pass"),
            HintFamily.of(
                    "string is not zero-terminated|Invalid format string|fmt",
                    "the text is not constant, has no end, or holds a conversion that the kernel does not have.",
                    "use a constant in .rodata, and the conversions that bpf_trace_printk() documents.",
                    "Invalid format string"),
            HintFamily.of(
                    "tail_call is (?:only allowed in functions that return 'int'|not allowed in subprogs without BTF)|LD_ABS is"
                            + " (?:only|not) allowed",
                    "a function that jumps to another program, or loads from the packet by LD_ABS, may end the program.",
                    "let it return int, and compile with -g, so that there is BTF.",
                    "tail_call is only allowed in functions that return 'int'."),
            HintFamily.of(
                    "tracing progs cannot use ([a-z_{},]+)|socket filter progs cannot use",
                    "maps with such fields are not for programs of this type.",
                    "keep the field in a map of its own that this program does not use.",
                    "tracing progs cannot use bpf_timer yet"),

            // References, locks, sections.
            HintFamily.of(
                    "Unreleased reference id=([0-9]+) alloc_insn=(?<insn>[0-9]+)",
                    "the reference that is acquired on this line is not given back on every path.",
                    "call the release function before each return: bpf_ringbuf_submit/discard(), bpf_sk_release(), ...",
                    "Unreleased reference id=2 alloc_insn=9"),
            HintFamily.of(
                    "would lead to reference leak",
                    "the program would end, or jump away, with a reference that it still holds.",
                    "call the release function before: bpf_ringbuf_submit/discard(), bpf_sk_release(), bpf_obj_drop(), ...",
                    "BPF_EXIT instruction in main prog would lead to reference leak"),
            HintFamily.of(
                    "cannot be used inside ([a-z_-]+)ed region|function calls are not allowed while holding a lock",
                    "the program would end, jump away or call while it holds a lock or is in a section that must be left.",
                    "leave the section before: unlock, bpf_rcu_read_unlock(), bpf_preempt_enable(), ...",
                    "BPF_EXIT instruction in main prog cannot be used inside bpf_spin_lock-ed region"),
            HintFamily.of(
                    "bpf_spin_unlock|Locking two bpf_spin_locks|has no valid bpf_spin_lock|bpf_spin_lock",
                    "locks are taken and given back one at a time, each the one that was taken, through its own functions.",
                    "pair bpf_spin_lock() and bpf_spin_unlock() on the same address, with no access to the lock otherwise.",
                    "bpf_spin_unlock without taking a lock"),
            HintFamily.of(
                    "kptr|uptr",
                    "a field that holds a pointer to a kernel object is used in another way than it is declared.",
                    "change such fields only through bpf_kptr_xchg(), at a constant offset, with pointers of the same type.",
                    "store to referenced kptr disallowed"),
            HintFamily.of(
                    "dynptr",
                    "a dynptr is used before it is made, after it is gone, or is written over.",
                    "make it with bpf_dynptr_from_*() or a reserve call, and touch it through dynptr functions only.",
                    "Expected an initialized dynptr as arg #0"),
            HintFamily.of(
                    "iter_[a-z_]+|iterator",
                    "an iterator is used before it is made, after it is destroyed, or is written over.",
                    "use bpf_for() and bpf_for_each(), which make, step and destroy it.",
                    "expected an initialized iter_num as arg #0"),
            HintFamily.of(
                    "callback",
                    "the callback is not a function that this helper may call.",
                    "pass a static function with the arguments that the helper documents.",
                    "callback function not static"),

            // Global functions and types.
            HintFamily.of(
                    "Caller passes invalid args into func#([0-9]+)|arg#[0-9]+ |Arg#[0-9]+",
                    "a global function is verified by its declaration, and an argument of the call, or in it, does not"
                            + " fit.",
                    "check pointers before the call, mark them __arg_nonnull or __arg_ctx, or make the function static.",
                    "Caller passes invalid args into func#1 ('f')"),
            HintFamily.of(
                    "func_info|line_info|btf|BTF",
                    "the types that came with the program do not describe its instructions.",
                    "compile with -g and load what clang wrote, without strip -g in between.",
                    "missing btf func_info"));

    private HintTable() {}
}
