package io.github.dmsrec.datasets.format.srgnn;

import io.github.dmsrec.core.UserMistakeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.Unpickler;

/**
 * Reads a Python pickle of lists, tuples and integers, and refuses every other one. A pickle is a program; here only the
 * instructions that build these three are known. Those that look up a class, call something or set an attribute are
 * refused before they are looked at, so nothing can be executed.
 */
final class IntegerPickle {

    private static final String NOT_PLAIN = "Save plain Python lists of ints, SR-GNN's format, e.g. "
            + "pickle.dump([[[int(i) for i in s] for s in sessions], [int(t) for t in targets]], file).";

    private static final Set<Short> KNOWN = Set.of(
            Opcodes.PROTO,
            Opcodes.FRAME,
            Opcodes.STOP,
            Opcodes.MARK,
            Opcodes.EMPTY_LIST,
            Opcodes.LIST,
            Opcodes.APPEND,
            Opcodes.APPENDS,
            Opcodes.EMPTY_TUPLE,
            Opcodes.TUPLE,
            Opcodes.TUPLE1,
            Opcodes.TUPLE2,
            Opcodes.TUPLE3,
            Opcodes.INT,
            Opcodes.BININT,
            Opcodes.BININT1,
            Opcodes.BININT2,
            Opcodes.LONG,
            Opcodes.LONG1,
            Opcodes.PUT,
            Opcodes.BINPUT,
            Opcodes.LONG_BINPUT,
            Opcodes.MEMOIZE,
            Opcodes.GET,
            Opcodes.BINGET,
            Opcodes.LONG_BINGET);

    private static final Set<Short> CODE = Set.of(
            Opcodes.GLOBAL,
            Opcodes.STACK_GLOBAL,
            Opcodes.REDUCE,
            Opcodes.BUILD,
            Opcodes.INST,
            Opcodes.OBJ,
            Opcodes.NEWOBJ,
            Opcodes.NEWOBJ_EX,
            Opcodes.PERSID,
            Opcodes.BINPERSID,
            Opcodes.EXT1,
            Opcodes.EXT2,
            Opcodes.EXT4);

    /** An instruction that is not one of the few known ones. */
    private static final class RefusedException extends PickleException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    private static final class PlainUnpickler extends Unpickler {

        private int instructions;

        @Override
        protected Object dispatch(short opcode) throws IOException {
            instructions++;
            if (CODE.contains(opcode)) {
                throw new RefusedException("asks for code to be run or an object to be made (instruction "
                        + instructions + ", opcode " + opcode
                        + "); only lists, tuples and integers are read, so numpy or pandas values do not pass");
            }
            if (!KNOWN.contains(opcode)) {
                throw new RefusedException("holds something else than lists, tuples and integers (instruction "
                        + instructions + ", opcode " + opcode + ")");
            }
            return super.dispatch(opcode);
        }
    }

    private IntegerPickle() {}

    /**
     * Reads a file.
     *
     * @return a {@link List} or {@code Object[]} (a tuple) of such, or a {@link Number}
     * @throws UserMistakeException if the file is absent, cut off, no pickle, or holds anything else
     */
    static Object read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserMistakeException("'" + file + "' does not exist.", "Check the path of the folder.");
        }
        byte[] bytes = Files.readAllBytes(file);
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        Object value;
        try {
            value = new PlainUnpickler().load(in);
        } catch (RefusedException e) {
            throw new UserMistakeException("'" + file + "' " + e.getMessage() + ".", NOT_PLAIN, e);
        } catch (IOException | RuntimeException e) {
            // A malformed pickle makes the library throw whatever its stack happens to run into.
            throw new UserMistakeException(
                    "'" + file + "' is not a complete pickle: it ends or is invalid at byte "
                            + (bytes.length - in.available()) + " of " + bytes.length + ".",
                    "Check that it is a pickle, or fetch it again if it was cut off.",
                    e);
        }
        if (in.available() > 0) {
            throw new UserMistakeException(
                    "'" + file + "' continues for " + in.available() + " bytes after the end of its pickle.",
                    NOT_PLAIN);
        }
        return value;
    }
}
