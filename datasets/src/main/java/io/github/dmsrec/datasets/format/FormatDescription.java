package io.github.dmsrec.datasets.format;

/**
 * What users are told of a known data set.
 *
 * @param name its name on the command line
 * @param files what it is and which files are read: the rest of a sentence that begins with "Import"
 * @param sessions where its sessions come from, in sentences
 * @param example what follows the name in a command that imports it
 */
public record FormatDescription(String name, String files, String sessions, String example) {}
