package io.github.dmsrec.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StudyLatexTest {

    @Test
    void signsOfLatexAreShownAsTheyAre() {
        assertThat(StudyLatex.escape("5 % & a_b #1 $x {y} ± 0†‡"))
                .isEqualTo("5 \\% \\& a\\_b \\#1 \\$x \\{y\\} $\\pm$ 0$^{\\dagger}$$^{\\ddagger}$");
        assertThat(StudyLatex.escape("\\~^<>"))
                .isEqualTo("\\textbackslash{}\\textasciitilde{}\\textasciicircum{}\\textless{}\\textgreater{}");
    }

    @Test
    void everyTableHasItsOwnLabelAndItsBestInBold() {
        assertThat(StudyLatex.of(SmallStudy.of("my_shop")))
                .contains(
                        "\\begin{tabular}{lrrrrr}\n\\toprule\nmethod & seeds & HR@5 & MRR@5 & HR@20 & MRR@20 \\\\\n",
                        "vs-knn & - & 15.00 & \\textbf{8.00} & 30.00 & \\textbf{16.00} \\\\\n",
                        "sr-gnn both & 2 & \\textbf{20.00} & 6.50 & \\textbf{40.00} & 14.00 $\\pm$"
                                + " 1.41$^{\\dagger}$$^{\\ddagger}$ \\\\\n",
                        "\\caption{my\\_shop. Per cent, 1,500 test rows",
                        "\\label{tab:my-shop-results-masked}",
                        "\\label{tab:my-shop-results-ranked}",
                        "\\label{tab:my-shop-effects-masked}",
                        "\\label{tab:my-shop-maps}")
                .doesNotContain("my-shop-effects-ranked");
    }
}
