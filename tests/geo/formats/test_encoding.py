"""Text in any encoding: which one is taken, what is said of it, and what is damaged."""

import pytest

from geo.errors import FileRefusedError
from geo.formats._encoding import decoded
from geo.layers import open_table
from geo.model import LayerName

HEAD = "id,place,occurred,longitude,latitude\n"
PLACES = {
    "cp1252": ["Hôtel de Ville", "Peñarroya", "São Paulo", "Königstraße", "King’s Cross – £50"],
    "cp1250": ["Żwirki i Wigury", "Łódź Fabryczna", "Świętokrzyska", "Kraków", "Gdańsk Wrzeszcz"],
    "iso8859_2": ["Václavské náměstí", "nádraží Plzeň", "Žižkov", "Základní škola Líšeň"],
    "cp1254": ["İstiklal Caddesi", "Şişli Mecidiyeköy", "Üsküdar İskelesi", "Çağlayan"],
    "mac_roman": ["Hôtel de Ville", "rue de l’Église", "Châtelet – Les Halles", "Béziers"],
    "cp1251": ["улица Ленина", "станция метро Пушкинская", "Невский проспект"],
    "koi8_r": ["улица Ленина", "станция метро Пушкинская", "Невский проспект"],
    "cp1253": ["Λεωφόρος Συγγρού", "Σταθμός Ομόνοια", "Σχολείο Θεσσαλονίκης"],
    "cp932": ["渋谷区道玄坂", "新宿駅東口", "世田谷区", "ひったくり横浜市"],
    "euc_jp": ["渋谷区道玄坂", "新宿駅東口", "世田谷区", "ひったくり横浜市"],
    "cp949": ["서울특별시 강남구", "부산역 앞", "홍대입구역", "대구광역시 초등학교"],
    "gb18030": ["北京市朝阳区", "上海火车站", "广州市天河区", "第一中学 深圳市"],
    "big5": ["台北市信義區", "高雄火車站", "臺中市西屯區", "國民中學 新竹市"],
}


def rows(places):
    lines = [f"A{n},{place},2026-01-05 15:40,-0.1{n},51.5{n}" for n, place in enumerate(places)]
    return HEAD + "\n".join(lines) + "\n"


def places_in(content, tmp_path, **said):
    path = tmp_path / "in.csv"
    path.write_bytes(content)
    table = open_table(path, LayerName.INCIDENTS, **said)
    return table.frame["place"].tolist(), table.notices


@pytest.mark.parametrize("encoding", PLACES)
def test_an_old_encoding_is_told_by_its_letters_and_said(encoding, tmp_path):
    places, notices = places_in(rows(PLACES[encoding]).encode(encoding), tmp_path)
    assert places == PLACES[encoding]
    assert "in.csv is no UTF-8 and was read as" in notices[0]


@pytest.mark.parametrize("word", ["Café", "£5", "King’s Cross", "Peña", "O’Neill – live", "façade"])
def test_one_word_is_windows_1252_as_in_britain(word, tmp_path):
    places, notices = places_in(rows([word, "Leeds"]).encode("cp1252"), tmp_path)
    assert places == [word, "Leeds"]
    assert "Windows-1252" in notices[0]


@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig"])
def test_utf8_is_taken_without_a_word(mark, tmp_path):
    places, notices = places_in(rows(["Hôtel", "新宿駅東口"]).encode(mark), tmp_path)
    assert (places, notices) == (["Hôtel", "新宿駅東口"], ())


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
)
def test_utf16_and_utf32_are_told_with_and_without_a_mark(encoding, tmp_path):
    places, notices = places_in(rows(["Hôtel de Ville", "Leeds"]).encode(encoding), tmp_path)
    assert places == ["Hôtel de Ville", "Leeds"]
    assert "UTF-" in notices[0]


def test_a_declared_encoding_overrides_what_the_letters_say(tmp_path):
    content = rows(["Łódź"]).encode("cp1250")
    assert places_in(content, tmp_path, encoding="windows-1250")[0] == ["Łódź"]


@pytest.mark.parametrize("name", ["klingon", "base64", "idna", "", "\x00"])
def test_an_encoding_that_is_none_is_a_sentence(name, tmp_path):
    if not name:
        assert places_in(rows(["Leeds"]).encode(), tmp_path, encoding=name)[0] == ["Leeds"]
        return
    with pytest.raises(FileRefusedError, match=r"in\.csv: there is no encoding called"):
        places_in(rows(["Leeds"]).encode(), tmp_path, encoding=name)


def test_damaged_characters_are_replaced_and_counted(tmp_path):
    content = rows(["Hôtel", "Gare de l’Est", "Châtelet", "Béziers", "Orléans"]).encode()
    places, notices = places_in(content.replace("â".encode(), b"\xc3"), tmp_path)
    assert places[2] == "Ch\ufffdtelet"
    assert notices == ("1 damaged character was replaced by \ufffd in in.csv.",)


def test_every_kind_of_newline_ends_a_line(tmp_path):
    text = rows(["Leeds", "York", "Hull"])
    for newline in ("\r\n", "\r", "\n"):
        assert places_in(text.replace("\n", newline).encode(), tmp_path)[0] == [
            *("Leeds", "York", "Hull"),
        ]


def test_plain_utf8_is_not_copied():
    content = rows(["Hôtel"]).encode()
    assert decoded(content, "in.csv").text is content
