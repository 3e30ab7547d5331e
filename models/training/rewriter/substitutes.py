"""Polite forms of rude words: the lists of the guarded substitution, which `config.py` exports as JSON.

ALWAYS holds wherever the guard allows it; MARKED only for words that the network or the tagger marks. An empty form deletes.
The longest phrase that begins at a word is taken. Phrases are in lower case, composed (NFC), words parted by one space.
"""

PRONOUNS = {
    "mày": "bạn", "mầy": "bạn", "tao": "mình", "tau": "mình",
    "chúng mày": "các bạn", "bọn mày": "các bạn", "tụi mày": "các bạn", "lũ mày": "các bạn", "tụi bây": "các bạn", "bọn bây": "các bạn",
    "chúng bây": "các bạn", "tụi bay": "các bạn", "bọn bay": "các bạn", "chúng bay": "các bạn",
    "chúng tao": "chúng mình", "bọn tao": "chúng mình", "tụi tao": "chúng mình",
    "bố mày": "mình", "ông mày": "mình", "bà mày": "mình", "cha mày": "mình",
}
# A pronoun beside one of these words is no pronoun: eyebrow, to beg, elegant, …
NO_PRONOUN_BEFORE = {"mày": "lông chân kẻ vẽ xăm mặt ăn tỉa cau chau nhíu".split(), "tao": "thanh".split()}
NO_PRONOUN_AFTER = {"mày": "mò râu đay".split(), "tao": "nhã đàn ngộ nhân khang".split()}

# A marked classifier before a marked word goes with it: "thằng ngu", "lũ chó".
CLASSIFIERS = frozenset("thằng con đồ lũ bọn tụi cái".split())

# Words that the language model may fill in, Vietnamese: pronouns, particles and words that say nothing of their own.
FILLERS = frozenset(
    "bạn mình người họ các những một cái việc chuyện điều lời này kia đó đấy vậy thế đây gì sao nào nhé nha thôi ạ à ơi nhỉ mà thì là"
    " cũng vẫn còn lại cứ đều chỉ hơi khá rất quá lắm thật nói làm đi bị được cho với của như nên vì nếu rồi luôn nhiều ít tệ kém dở lạ buồn chán".split()
)
# English ones are the words that people wrote in the place of rude ones, but none that praises or accuses: it would change what is said.
UNFIT = frozenset(
    "good great fine cool nice best better funny smart beautiful right new amazing awesome perfect happy love loved loves loving lovely well true fun clever pretty"
    " interesting wonderful excellent brilliant important special fan winner win hot correct intelligent wise favorite enjoy enjoying glad okay ok alright"
    " dead baby destroy destroyed destroying destroyed ruin ruined lying lie lies drunk harm hit beat defeat kill killed lady ladies body am are is was were like now"
    " because from here screw hell poor little".split()
)


def forms(form, *phrases):
    return dict.fromkeys((phrase.strip() for line in phrases for phrase in line.split("|")), form)


MARKED = {
    "vi": {
        **forms("", "địt mẹ mày|địt bố mày|địt mẹ|địt con mẹ|địt cụ|địt|đụ má mày|đụ má|đụ mẹ|đụ mạ|đụ|đm|đmm|dm|dmm|đcm|dcm|đkm|đờ mờ|đờ cờ mờ|cmm|cmn|cmnr|vờ lờ|mẹ mày|con mẹ mày|má mày|cha mày|mẹ kiếp|mẹ nó|con mẹ nó|đồ"),
        **forms("quá", "vl|vcl|vkl|vãi|vãi lồn|vãi lol|vãi loz|vãi cặc|vãi cả lồn|vãi cứt|vãi l|vãi đái|vãi chưởng|vcc|vlz|vloz|vler|bỏ mẹ|bỏ cha|thấy mẹ|thấy bà|thấy cha|như chó|tổ cha|bà cố"),
        **forms("tệ", "như lồn|như lol|như loz|như l|như cặc|như cc|như cứt|như shit|như cức|như buồi|như cái lồn"),
        **forms("gì", "cái lồn gì|cái lol gì|cái loz gì|cái đéo gì|con cặc gì|cái cặc gì|cái mẹ gì|con mẹ gì|lồn gì|lol gì|loz gì|cc gì|cặc gì|cái đ gì|cái l gì"),
        **forms("gì thế", "clgt|cdgt|clmgt"),
        **forms("thiếu hiểu biết", "ngu dốt|ngu si|dốt nát|ngu xuẩn|ngu muội"),
        **forms("chưa hiểu", "ngu|ngu lồn|ngu vl|ngu người|ngu học|dốt|ngu ngốc|ngu như bò|ngu như chó|ngu như lợn"),
        **forms("chậm hiểu", "đần|đần độn|đù|ngáo|đụt"),
        **forms("thiếu suy nghĩ", "óc chó|óc lợn|óc heo|não chó|não tàn|não phẳng|ngu đần|thiểu năng"),
        **forms("thiếu lịch sự", "vô học|mất dạy|vô giáo dục|láo|láo toét|hỗn láo|mất nết|vô văn hoá|vô văn hóa|khốn nạn|đểu cáng"),
        **forms("vô lý", "xàm|xàm lồn|xàm lol|xàm loz|xàm l|xàm cặc|nhảm lồn|nhảm nhí|xàm xí|xàm chó"),
        **forms("nói sai", "xạo lồn|xạo lol|xạo chó|xạo ke|xạo l|xạo"),
        **forms("rảnh", "rảnh lồn|rảnh háng|rảnh l|rảnh lol"),
        **forms("lạ", "khùng|điên|hâm|dở hơi|điên khùng|dở người|thần kinh"),
        **forms("im lặng", "câm mồm|câm mõm|câm|câm họng|câm miệng|ngậm mồm"),
        **forms("miệng", "mồm|mõm|mỏ"),
        **forms("nói", "sủa|sủa bậy|chõ mồm"),
        **forms("đi", "cút|cút xéo|biến"),
        **forms("kệ", "kệ mẹ|kệ cha|kệ cụ|kệ con mẹ|kệ bà"),
        **forms("mất", "cmn mất|mẹ mất"),
        **forms("họ", "bọn nó|lũ nó|tụi nó|chúng nó|bọn chó|lũ chó"),
        **forms("những người này", "bọn này|lũ này|tụi này"),
        **forms("những người", "bọn|lũ|tụi"),
        **forms("bạn này", "thằng này|con này|thằng kia|con kia|thằng cha này|con mẹ này"),
        **forms("ai", "thằng nào|con nào|đứa nào"),
        **forms("người", "thằng|con|thằng cha|thằng chó|con chó"),
        **forms("đồng tính", "bê đê|pê đê|bede|bê đuê"),
        **forms("ăn", "đớp|hốc"),
        **forms("khoe", "khoe mẽ|sĩ diện hão"),
        **forms("tệ", "tởm|kinh tởm|tởm lợm|rác rưởi|cặn bã"),
    },
    "en": {
        **forms("very", "fucking|fuckin|fkn|hella|goddamn|goddam|freaking"),
        **forms("really", "the fuck|tf"),
        **forms("thing", "shit|crap"), **forms("bad", "shitty|crappy|retarded|stupid"),
        **forms("person", "bitch|asshole|bastard|motherfucker|idiot|moron|dick|dickhead|cunt|retard|ass|faggot"),
        **forms("people", "bitches|assholes|idiots|morons|niggas|niggers|motherfuckers|bastards|dicks|cunts|retards|faggots"),
        **forms("please stop talking", "shut the fuck up|stfu|shut up|shut your mouth|shut ur mouth"),
        **forms("please go away", "fuck off|piss off|get lost"), **forms("i disagree with you", "fuck you|fuck u|screw you|suck it"),
        **forms("messed up", "fucked up"), **forms("upset", "pissed off|pissed"), **forms("nonsense", "bullshit|horseshit|bs"),
        **forms("plays badly", "sucks"), **forms("play badly", "suck"), **forms("inexperienced", "noob|trash|garbage"),
    },
}
