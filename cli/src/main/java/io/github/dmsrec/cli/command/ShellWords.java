package io.github.dmsrec.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Arguments as one line of a POSIX shell, and back. */
final class ShellWords {

    private ShellWords() {}

    /** A line that a shell reads as these words; words with unusual characters stand in single quotes. */
    static String join(List<String> words) {
        return words.stream()
                .map(word -> word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    /** The words of a line that {@link #join} has made. */
    static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean open = false;
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
                open = true;
            } else if (c == '\\' && !quoted && i + 1 < line.length()) {
                i++;
                word.append(line.charAt(i));
                open = true;
            } else if (c == ' ' && !quoted) {
                if (open) {
                    words.add(word.toString());
                }
                word.setLength(0);
                open = false;
            } else {
                word.append(c);
                open = true;
            }
        }
        if (open) {
            words.add(word.toString());
        }
        return words;
    }
}
