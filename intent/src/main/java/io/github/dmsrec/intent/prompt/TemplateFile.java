package io.github.dmsrec.intent.prompt;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.intent.reply.AnswerStyle;
import io.github.dmsrec.intent.reply.TitleReading;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the text of a template: lines {@code key: value} and comments that begin with {@code #}, then sections under
 * headings {@code === name ===}. A section's text is taken as it is, without empty lines at its beginning and its end. All
 * mistakes are reported together, each with its line.
 */
final class TemplateFile {

    private static final Pattern HEADING = Pattern.compile("={3}\\s*(.*?)\\s*={3}\\s*");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    /** With the empty lines before it. */
    private static final Pattern EXAMPLE_LINE = Pattern.compile("(?m)\\n*^\\{example\\}$");

    private static final String FIX =
            "Correct the line; the section \"Your own prompt\" of docs/llm.md has a complete template.";
    private static final String NO_LIMIT = "none";
    private static final List<String> KEYS = List.of(
            "name",
            "version",
            "answers",
            "titles",
            "item-titles",
            "candidate-order",
            "max-title-length",
            "max-clicks",
            "untitled",
            "first-click",
            "first-candidate",
            "first-example-candidate");

    private final String where;
    private final List<String> mistakes = new ArrayList<>();
    private final Map<String, Value> values = new TreeMap<>();
    private final Map<TemplateSection, Body> bodies = new EnumMap<>(TemplateSection.class);

    /** A value with its line. */
    private record Value(int line, String text) {}

    /** A section's text and the line of its first character. */
    private record Body(int line, String text) {

        int lineOf(int offset) {
            return line
                    + (int) text.substring(0, offset)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
        }
    }

    private TemplateFile(String where) {
        this.where = where;
    }

    /**
     * Reads a template.
     *
     * @param text all of it
     * @param where for messages
     * @throws UserMistakeException for all mistakes in it
     */
    static PromptTemplate read(String text, String where) {
        TemplateFile file = new TemplateFile(where);
        file.split(text.startsWith("\uFEFF") ? text.substring(1) : text);
        return file.template();
    }

    private void split(String text) {
        String[] lines = text.split("\r\n|\n|\r", -1);
        Optional<TemplateSection> section = Optional.empty();
        boolean within = false;
        List<String> body = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i <= lines.length; i++) {
            boolean heading = i < lines.length && lines[i].startsWith("===");
            if (heading || i == lines.length) {
                List<String> finished = List.copyOf(body);
                int first = begin;
                section.ifPresent(ended -> add(ended, first, finished));
                body.clear();
            }
            if (heading) {
                section = section(i + 1, lines[i]);
                within = true;
                begin = i + 2;
            } else if (i < lines.length && within) {
                body.add(lines[i]);
            } else if (i < lines.length) {
                value(i + 1, lines[i]);
            }
        }
    }

    private Optional<TemplateSection> section(int line, String text) {
        Matcher heading = HEADING.matcher(text);
        if (!heading.matches()) {
            mistake(line, "'" + text + "' is not a heading; write one like '=== system ==='");
            return Optional.empty();
        }
        String name = text.substring(heading.start(1), heading.end(1));
        Optional<TemplateSection> section = TemplateSection.ofHeading(name);
        if (section.isEmpty()) {
            mistake(line, "there is no section '" + name + "'; known are " + TemplateSection.headings());
        }
        return section;
    }

    private void add(TemplateSection section, int begin, List<String> lines) {
        int from = 0;
        int to = lines.size();
        while (from < to && lines.get(from).isBlank()) {
            from++;
        }
        while (to > from && lines.get(to - 1).isBlank()) {
            to--;
        }
        Body body = new Body(begin + from, String.join("\n", lines.subList(from, to)));
        if (bodies.putIfAbsent(section, body) != null) {
            mistake(begin - 1, "the section '" + section.heading() + "' is given twice");
        }
        if (body.text().isEmpty()) {
            mistake(begin - 1, "the section '" + section.heading() + "' is empty");
        } else if (section.oneLine() && to - from > 1) {
            mistake(
                    begin + from + 1,
                    "the section '" + section.heading() + "' has " + (to - from) + " lines; it must have one");
        }
    }

    private void value(int line, String text) {
        if (text.isBlank() || text.startsWith("#")) {
            return;
        }
        int colon = text.indexOf(':');
        String key = colon < 0 ? text.strip() : text.substring(0, colon).strip();
        if (colon < 0 || !KEYS.contains(key)) {
            mistake(line, "'" + key + "' is not a key; known before the first section are " + String.join(", ", KEYS));
        } else if (values.putIfAbsent(
                        key, new Value(line, text.substring(colon + 1).strip()))
                != null) {
            mistake(line, "'" + key + "' is given twice");
        }
    }

    private PromptTemplate template() {
        Optional<String> name = needed("name", "small letters, digits and hyphens", text -> Optional.of(text)
                .filter(word -> NAME.matcher(word).matches()));
        Optional<Integer> version = needed("version", "an integer, at least 1", text -> whole(text, 1));
        Optional<AnswerStyle> answers = needed("answers", "numbers or titles", AnswerStyle::ofLabel);
        boolean titled = answers.filter(AnswerStyle.TITLES::equals).isPresent();
        if (answers.isPresent() && !titled) {
            Stream.of("titles", "first-candidate", "first-example-candidate")
                    .filter(values::containsKey)
                    .forEach(key -> mistake(line(key), "'" + key + "' has no meaning where answers are numbers"));
        }
        int firstCandidate = optional("first-candidate", "an integer", text -> whole(text, 0))
                .orElse(1);
        PromptTemplate.Heading heading = new PromptTemplate.Heading(
                name.orElse(""),
                version.orElse(1),
                answers.orElse(AnswerStyle.NUMBERS),
                optional("titles", "published or matched", TitleReading::ofLabel)
                        .orElse(TitleReading.MATCHED),
                optional("item-titles", "tidy or verbatim", TemplateFile::verbatim)
                        .orElse(false),
                optional("candidate-order", "shuffled or ranked", CandidateOrder::ofLabel)
                        .orElse(CandidateOrder.SHUFFLED),
                limit("max-title-length", 120),
                limit("max-clicks", 50),
                optional("untitled", "a few words", text -> Optional.of(text).filter(word -> !word.isEmpty()))
                        .orElse("(an item without title)"),
                optional("first-click", "an integer", text -> whole(text, 0)).orElse(1),
                firstCandidate,
                optional("first-example-candidate", "an integer", text -> whole(text, 0))
                        .orElse(firstCandidate));
        answers.ifPresent(this::checkSections);
        Map<TemplateSection, FilledTemplate> words = new EnumMap<>(TemplateSection.class);
        bodies.forEach((section, body) -> words.put(section, words(section, body)));
        checkUses(words, !titled);
        refuse();
        return new PromptTemplate(
                heading, words, withoutExample(), Fingerprint.ofText(canonical()), Optional.empty(), null);
    }

    private void checkSections(AnswerStyle answers) {
        List<TemplateSection> needed = new ArrayList<>(List.of(
                TemplateSection.SYSTEM, TemplateSection.USER, TemplateSection.CLICK, TemplateSection.CANDIDATE));
        List<TemplateSection> ofNumbers =
                List.of(TemplateSection.ANSWER_JSON, TemplateSection.ANSWER_TEXT, TemplateSection.EXAMPLE_INTENT);
        if (answers == AnswerStyle.NUMBERS) {
            needed.addAll(ofNumbers.subList(0, 2));
            if (bodies.containsKey(TemplateSection.EXAMPLE)) {
                needed.add(TemplateSection.EXAMPLE_INTENT);
            }
        } else {
            boolean formed =
                    bodies.values().stream().anyMatch(body -> body.text().contains("{answer_form}"));
            List<TemplateSection> forms = formed ? ofNumbers.subList(0, 2) : List.of();
            needed.addAll(forms);
            ofNumbers.stream()
                    .filter(section -> !forms.contains(section))
                    .filter(bodies::containsKey)
                    .forEach(section -> mistake(
                            headingLine(section),
                            "the section '" + section.heading() + "' has no meaning where answers are titles"));
        }
        needed.stream()
                .filter(section -> !bodies.containsKey(section))
                .forEach(section -> mistakes.add("the section '" + section.heading() + "' is missing"));
    }

    private FilledTemplate words(TemplateSection section, Body body) {
        FilledTemplate words = FilledTemplate.of(
                body.text(),
                section.known()::contains,
                (offset, raw) -> mistake(
                        body.lineOf(offset),
                        "'" + raw + "' is not a placeholder of the section '" + section.heading() + "'; known are "
                                + section.knownWords() + " (" + "{" + raw + "}" + " stands for " + raw + " itself)"));
        section.needed().stream()
                .filter(placeholder -> !body.text().isEmpty() && !words.has(placeholder))
                .forEach(placeholder ->
                        mistake(body.line(), "the section '" + section.heading() + "' lacks " + placeholder.shown()));
        return words;
    }

    private void checkUses(Map<TemplateSection, FilledTemplate> words, boolean numbers) {
        boolean shows = has(words, TemplateSection.SYSTEM, Placeholder.EXAMPLE);
        if (shows != words.containsKey(TemplateSection.EXAMPLE)) {
            mistakes.add(
                    shows
                            ? "the section 'system' has {example}, but there is no section 'example'"
                            : words.containsKey(TemplateSection.SYSTEM)
                                    ? "there is a section 'example', but the section 'system' lacks {example}"
                                    : "there is a section 'example', but no section 'system' that shows it");
        }
        for (TemplateSection user : List.of(TemplateSection.USER, TemplateSection.USER_CLICKS_LAST)) {
            boolean formed = has(words, TemplateSection.SYSTEM, Placeholder.ANSWER_FORM)
                    || has(words, user, Placeholder.ANSWER_FORM);
            if (words.containsKey(user) && words.containsKey(TemplateSection.SYSTEM) && numbers && !formed) {
                mistakes.add("neither the section 'system' nor '" + user.heading() + "' has {answer_form}");
            }
        }
        if (numbers
                && words.containsKey(TemplateSection.CANDIDATE)
                && !has(words, TemplateSection.CANDIDATE, Placeholder.POSITION)) {
            mistakes.add("the section 'candidate' lacks {position}, by which candidates are chosen");
        }
        bodies.forEach((section, body) -> {
            int at = body.text().indexOf("{example}");
            if (section == TemplateSection.SYSTEM
                    && at >= 0
                    && !EXAMPLE_LINE.matcher(body.text()).find()) {
                mistake(body.lineOf(at), "{example} must stand on a line of its own");
            }
        });
    }

    /** The instructions for a prompt without example. */
    private FilledTemplate withoutExample() {
        String system = Optional.ofNullable(bodies.get(TemplateSection.SYSTEM))
                .map(Body::text)
                .orElse("");
        return FilledTemplate.of(
                EXAMPLE_LINE.matcher(system).replaceAll("").strip(),
                TemplateSection.SYSTEM.known()::contains,
                (offset, raw) -> {
                    throw new IllegalStateException("'" + raw + "' was known before");
                });
    }

    private static boolean has(
            Map<TemplateSection, FilledTemplate> words, TemplateSection section, Placeholder placeholder) {
        return Optional.ofNullable(words.get(section))
                .filter(found -> found.has(placeholder))
                .isPresent();
    }

    /** All that the prompts depend on, without comments, blank lines and the order of sections. */
    private String canonical() {
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) ->
                text.append(key).append(": ").append(value.text()).append('\n'));
        bodies.forEach((section, body) -> text.append("=== ")
                .append(section.heading())
                .append(" ===\n")
                .append(body.text())
                .append('\n'));
        return text.toString();
    }

    private <T> Optional<T> needed(String key, String expected, Function<String, Optional<T>> read) {
        if (!values.containsKey(key)) {
            mistakes.add("the line '" + key + ": ...' is missing");
        }
        return optional(key, expected, read);
    }

    private <T> Optional<T> optional(String key, String expected, Function<String, Optional<T>> read) {
        return Optional.ofNullable(values.get(key)).flatMap(value -> {
            Optional<T> found = read.apply(value.text());
            if (found.isEmpty()) {
                mistake(value.line(), "'" + key + "' is '" + value.text() + "'; it must be " + expected);
            }
            return found;
        });
    }

    private Optional<Integer> limit(String key, int usual) {
        if (Optional.ofNullable(values.get(key))
                .filter(value -> value.text().equals(NO_LIMIT))
                .isPresent()) {
            return Optional.empty();
        }
        return Optional.of(optional(key, "an integer, at least 1, or " + NO_LIMIT, text -> whole(text, 1))
                .orElse(usual));
    }

    private static Optional<Boolean> verbatim(String word) {
        return switch (word) {
            case "verbatim" -> Optional.of(true);
            case "tidy" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> whole(String text, int least) {
        return Optional.of(text)
                .filter(digits -> digits.matches("\\d{1,6}"))
                .map(Integer::valueOf)
                .filter(number -> number >= least);
    }

    private int line(String key) {
        return Optional.ofNullable(values.get(key)).map(Value::line).orElse(1);
    }

    private int headingLine(TemplateSection section) {
        return Optional.ofNullable(bodies.get(section)).map(Body::line).orElse(1);
    }

    private void mistake(int line, String what) {
        mistakes.add("line " + line + ": " + what);
    }

    private void refuse() {
        if (mistakes.size() == 1) {
            throw new UserMistakeException(
                    "The template '" + where + "' cannot be used: " + mistakes.get(0) + ".", FIX);
        }
        if (!mistakes.isEmpty()) {
            throw new UserMistakeException(
                    "The template '" + where + "' has " + mistakes.size() + " errors:\n  "
                            + String.join("\n  ", mistakes),
                    FIX);
        }
    }
}
