package io.github.dmsrec.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StudyCsvTest {

    @Test
    void figuresAreFractionsAndASingleRunHasNoDeviation() {
        List<String> lines = List.of(StudyCsv.figures(SmallStudy.of("shop")).split("\r\n", -1));

        assertThat(lines.get(0)).isEqualTo("dataset,line,method,arm,kind,selected_on,seen_items,metric,mean,sd,runs");
        assertThat(lines)
                .contains(
                        "shop,vs-knn,vs-knn,,counting,,masked,MRR@20,0.16,,1",
                        "shop,sr-gnn published,sr-gnn,published,trained,test,ranked,HR@20,0.5,,1",
                        "shop,vs-knn,vs-knn,,counting,,,ms/1000,12.34,,1")
                .anyMatch(line -> line.matches("shop,sr-gnn both,sr-gnn,both,trained,validation,masked,MRR@20,"
                        + "0\\.14\\d*,0\\.01414\\d+,2"))
                .last()
                .isEqualTo("");
    }

    @Test
    void cellsWithCommasOrQuotesAreQuoted() {
        List<String> lines = List.of(StudyCsv.effects(SmallStudy.of("shop")).split("\r\n", -1));

        assertThat(lines).hasSize(8);
        assertThat(lines.get(2))
                .startsWith("shop,sr-gnn both,sr-gnn zero,\"what intents add, \"\"alone\"\"\",masked,MRR@20,0.02,0.01,")
                .endsWith(",0.001,0.004,0.01;0.03,");
    }

    @Test
    void namesAreNoFormulasAndNumbersStayNumbers() {
        assertThat(StudyCsv.figures(SmallStudy.of("=cmd|' /C calc'!A0"))).contains("\r\n'=cmd|' /C calc'!A0,");
        assertThat(StudyCsv.figures(SmallStudy.of("@SUM(1,2)"))).contains("\r\n\"'@SUM(1,2)\",");
        assertThat(StudyCsv.row("-0.5", "-1.0E-4", "-0.01;0.03", "-1+cmd", "+1", "\t=1"))
                .isEqualTo("-0.5,-1.0E-4,-0.01;0.03,'-1+cmd,'+1,'\t=1\r\n");
    }
}
