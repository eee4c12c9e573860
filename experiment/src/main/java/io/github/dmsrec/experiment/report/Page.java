package io.github.dmsrec.experiment.report;

import java.util.ArrayList;
import java.util.List;

/** What the pages of reports have in common. They need nothing from anywhere else. */
final class Page {

    private static final String STYLE =
            """
            :root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#fff;--panel:#f5f7f9;--rule:#d5dbe1;
            --c0:#0072b2;--c1:#c95d00;--c2:#007a5a;--c3:#a8467f;--c4:#3c8fc0;--c5:#7a6a00}
            @media (prefers-color-scheme:dark){:root{--ink:#e6e9ec;--soft:#a3adb7;--paper:#14171a;--panel:#1d2126;--rule:#3a424b;
            --c0:#56b4e9;--c1:#f0a04b;--c2:#3fcf9f;--c3:#e08fbd;--c4:#8fd0f5;--c5:#e3d25a}}
            *{box-sizing:border-box}
            body{margin:0 auto;max-width:60rem;padding:1.5rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
            h1{font-size:1.8rem;margin:0 0 .3rem}h2{font-size:1.3rem;margin:2.2rem 0 .6rem;border-bottom:1px solid var(--rule);padding-bottom:.2rem}
            h3{font-size:1.05rem;margin:1.2rem 0 .4rem}
            p.lead{color:var(--soft);margin:0;overflow-wrap:anywhere}
            .scroll{overflow-x:auto}
            table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.92rem;margin:.4rem 0}
            caption{text-align:left;color:var(--soft);padding:.2rem 0}
            th,td{padding:.3rem .6rem;border-bottom:1px solid var(--rule);text-align:right;white-space:nowrap}
            th:first-child,td:first-child{text-align:left}
            th.name,td.name{text-align:left;white-space:normal;min-width:11rem;position:sticky;left:0;background:var(--paper)}
            @media (max-width:40rem){th.name,td.name{min-width:7rem}}
            td.text,th.text{text-align:left;white-space:normal;min-width:7rem}
            td.best{font-weight:700}
            .finding{background:var(--panel);border-left:4px solid var(--c0);padding:.6rem 1rem;margin:.8rem 0}
            .finding ul{margin:0;padding-left:1.1rem}
            figure{margin:.8rem 0;overflow-x:auto}svg{width:100%;min-width:34rem;height:auto}
            svg text{font:12px system-ui,sans-serif;fill:var(--soft)}
            .grid{stroke:var(--rule);stroke-width:1}
            .line{fill:none;stroke-width:2.2}
            .line.c0{stroke:var(--c0)}.line.c1{stroke:var(--c1)}.line.c2{stroke:var(--c2)}.line.c3{stroke:var(--c3)}.line.c4{stroke:var(--c4)}.line.c5{stroke:var(--c5)}
            .bar.c0,.dot.c0{fill:var(--c0)}.bar.c1,.dot.c1{fill:var(--c1)}.bar.c2,.dot.c2{fill:var(--c2)}.bar.c3,.dot.c3{fill:var(--c3)}.bar.c4,.dot.c4{fill:var(--c4)}.bar.c5,.dot.c5{fill:var(--c5)}
            .swatch{display:inline-block;width:.8em;height:.8em;margin-right:.4em;border-radius:2px}
            .swatch.c0{background:var(--c0)}.swatch.c1{background:var(--c1)}.swatch.c2{background:var(--c2)}.swatch.c3{background:var(--c3)}.swatch.c4{background:var(--c4)}.swatch.c5{background:var(--c5)}
            .key{margin-right:1.2em;color:var(--soft);font-size:.9rem}
            details{background:var(--panel);padding:.5rem 1rem;margin:.6rem 0;border-radius:4px}summary{cursor:pointer}
            dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:.4rem 0}dt{color:var(--soft)}dd{margin:0}
            code,pre{font:.88rem/1.45 ui-monospace,monospace;overflow-wrap:anywhere}pre{background:var(--panel);padding:.7rem 1rem;overflow-x:auto;white-space:pre-wrap}
            ol{margin:.2rem 0;padding-left:1.6rem}
            """;

    private Page() {}

    /** Everything up to the page's content. */
    static void begin(Html html, String title) {
        html.markup("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
        html.markup(
                "<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.element("title", title + " - dmsrec report");
        html.open("style")
                .markup(STYLE)
                .close("style")
                .close("head")
                .open("body")
                .open("main");
    }

    /** The page, ended. */
    static String end(Html html) {
        return html.close("main").close("body").close("html").toString();
    }

    /** A table below its caption; on narrow screens it scrolls beside its first column. */
    static void table(Html html, SideTable table) {
        html.element("p", table.caption(), "class", "lead");
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        for (int column = 0; column < table.head().size(); column++) {
            cell(html, "th", table.head().get(column), kind(table, column), "scope", "col");
        }
        html.close("tr").close("thead").open("tbody");
        for (int row = 0; row < table.rows().size(); row++) {
            html.open("tr");
            List<String> cells = table.rows().get(row);
            for (int column = 0; column < cells.size(); column++) {
                boolean best = table.best().get(row).contains(column);
                cell(html, "td", cells.get(column), best ? "best" : kind(table, column));
            }
            html.close("tr");
        }
        html.close("tbody").close("table").close("div");
    }

    private static void cell(Html html, String tag, String text, String kind, String... attributes) {
        List<String> all = new ArrayList<>(List.of(attributes));
        if (!kind.isEmpty()) {
            all.addAll(List.of("class", kind));
        }
        html.element(tag, text, all.toArray(String[]::new));
    }

    private static String kind(SideTable table, int column) {
        if (column == 0) {
            return "name";
        }
        return table.isWords(column) ? "text" : "";
    }

    /** A term with what belongs to it. */
    static void definition(Html html, String term, List<String> values) {
        html.element("dt", term).element("dd", values.isEmpty() ? "none" : String.join("; ", values));
    }
}
