# What people of other servers read: whoever changes a phrase changes what is published from then on.

# What profiles say on other servers.
profile-territory = 지역
profile-kind = 종류
profile-web = 웹
profile-kept-by = 관리
profile-contact = 연락처
profile-mail = 이메일
profile-telephone = 전화
profile-directory = 디렉터리
profile-of-directory = 사회연대경제 디렉터리입니다. 관리: { $keeper }. 자동 계정으로, 단체들의 기록을 다른 디렉터리와 나눕니다. 제공하고 찾는 것은 단체가 직접 올립니다.
profile-correct = 기록을 고치거나 내리려면:
profile-of-organization = { $directory }에 실린 프로필입니다. 디렉터리 관리: { $keeper }. 단체가 직접 말하며, 자동 계정이 아닙니다.
profile-welcome = 환영합니다.
profile-answer = 단체의 글에 답하거나 쪽지를 직접 보내 주십시오. 단체가 직접 답합니다. 모든 것은 여기에도 있습니다:

# What stands around an offer or need in the post that other servers show.
post-what = 내용
post-terms = 방법
post-place = 장소
post-until = 기한
post-conditions = 조건
post-answer = 보고 답하기
post-address-to-come = 여기에 주소가 표시됩니다
post-met = 해결됨
post-expired = 기한 지남
post-closed = 마감

# What channels say.
channel-about = { $title }: 사회연대경제의 제공과 필요. 자동 계정, 관리: { $keeper }. 각각 한 번씩, 하루에 많아야 { $most }건(UTC)을 알리고 나머지는 한 글에 모읍니다. 답글과 수정은 다시 알리지 않습니다.
channel-more = 이날 { $count }건 더:

# The automatic answer where nobody reads.
notice-nobody-reads = 이 계정에 쓴 글은 아무도 읽지 않습니다.
notice-nobody-answers-for = { $name }: 아직 답하는 사람이 없습니다.
notice-write-to = 이곳으로 연락해 주십시오: { $office }.
notice-automatic = 이 답은 자동으로 보낸 것입니다. 쪽지는 두 서버의 관리자가 읽을 수 있습니다.

# The first part of a channel’s title.
slice-offers = 제공
slice-needs = 필요

# How exact a derived point is.
precision-postal-code = 우편번호 지역의 중심
precision-municipality = 시·군·구의 중심

# Words that become hashtags.
hashtag-product = 제품
hashtag-service = 서비스
hashtag-space-equipment = 공유자원
hashtag-money-guarantee = 연대금융
hashtag-people-skills = 재능
hashtag-knowledge-mentoring = 멘토링
hashtag-visit = 방문
hashtag-project-partner = 협력
hashtag-volunteers = 자원봉사
hashtag-movement = 연대경제
