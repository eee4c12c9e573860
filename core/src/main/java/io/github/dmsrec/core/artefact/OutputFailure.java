package io.github.dmsrec.core.artefact;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Distinguishes failures to write that the user can fix from faults of the program: a full disk, a forbidden place. */
public final class OutputFailure {

    private OutputFailure() {}

    /**
     * The user's mistake behind a failure, or null if it has another reason.
     *
     * @param target what was to be written; null if nobody knows. A path that the system names goes before
     * @param failure itself and its causes are looked at
     */
    public static @Nullable UserMistakeException mistakeIn(Throwable failure, @Nullable Path target) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            UserMistakeException mistake = mistake(cause, String.valueOf(cause.getMessage()), target);
            if (mistake != null) {
                return mistake;
            }
        }
        return null;
    }

    /**
     * The failure itself, to be thrown again.
     *
     * @param target what was to be written
     * @throws UserMistakeException instead, if the user can fix it
     */
    public static IOException explained(Path target, Exception failure) {
        UserMistakeException mistake = mistakeIn(failure, target);
        if (mistake != null) {
            throw mistake;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return failure instanceof IOException checked ? checked : new IOException(failure);
    }

    private static @Nullable UserMistakeException mistake(Throwable cause, String message, @Nullable Path target) {
        String place = place(cause, target);
        if (message.contains("No space left on device") || message.contains("not enough space on the disk")) {
            return new UserMistakeException(
                    place + " cannot be written: the disk is full.",
                    "Delete files on that disk, or choose a place on a larger one.",
                    cause);
        }
        if (message.contains("Disk quota exceeded")) {
            return new UserMistakeException(
                    place + " cannot be written: your quota on that disk is used up.",
                    "Delete files on that disk, or choose a place on another one.",
                    cause);
        }
        if (message.contains("Read-only file system")) {
            return new UserMistakeException(
                    place + " cannot be written: the file system is mounted read-only.",
                    "Choose a place on another file system.",
                    cause);
        }
        if (cause instanceof AccessDeniedException || message.contains("Permission denied")) {
            return new UserMistakeException(
                    place + " cannot be opened: permission denied.",
                    "Change the permissions of the file and its folders, or choose another place.",
                    cause);
        }
        if (cause instanceof NotDirectoryException
                || (cause instanceof FileAlreadyExistsException exists
                        && exists.getFile() != null
                        && Files.isRegularFile(Path.of(exists.getFile())))
                || message.contains("Not a directory")) {
            return new UserMistakeException(
                    place + " cannot be created: a file is where a folder is needed.",
                    "Choose a path that does not lead through a file.",
                    cause);
        }
        if (message.contains("No locks available") || message.contains("Function not implemented")) {
            return new UserMistakeException(
                    place + " cannot be locked: its file system has no file locks.",
                    "Choose a place on another file system.",
                    cause);
        }
        if (message.contains("File name too long")) {
            return new UserMistakeException(
                    place + " cannot be created: the name is too long.", "Choose a shorter name.", cause);
        }
        if (message.contains("Input/output error")) {
            return new UserMistakeException(
                    place + " cannot be read or written: the disk reports an input/output error.",
                    "Check the disk, or choose a place on another one.",
                    cause);
        }
        return null;
    }

    private static String place(Throwable cause, @Nullable Path target) {
        if (cause instanceof FileSystemException withFile && withFile.getFile() != null) {
            return target == null || target.toString().equals(withFile.getFile())
                    ? "'" + withFile.getFile() + "'"
                    : "'" + target + "' cannot be made: '" + withFile.getFile() + "'";
        }
        return target == null ? "The output" : "'" + target + "'";
    }
}
