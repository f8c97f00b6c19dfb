mail-greeting = 안녕하십니까,
mail-unasked = 이런 메일을 기다리지 않으셨다면 아무것도 하지 않으셔도 됩니다. 아무 일도 일어나지 않습니다.
mail-claim-subject = { $organization }의 기록 넘겨받기
mail-claim-why = 이 링크로 우리 디렉터리에 있는 { $organization }의 기록을 넘겨받으실 수 있습니다. 그때부터 단체가 이 기록을 책임지며, 제공하고 찾는 것을 올릴 수 있습니다.
mail-claim-until = 이 링크는 { $day }까지 한 번만 쓸 수 있습니다.
mail-sign-in-subject = { $directory } 로그인
mail-sign-in-why = 이 링크로 { $directory }에 로그인하실 수 있습니다.
mail-sign-in-until = 이 링크는 15분 안에 한 번만 쓸 수 있습니다.
mail-password-subject = { $directory }의 새 비밀번호
mail-password-why = 이 링크로 { $directory }의 새 비밀번호를 정하실 수 있습니다.
mail-password-until = 이 링크는 한 시간 안에 한 번만 쓸 수 있습니다.
mail-passkey-subject = { $directory }에 새 로그인 방법이 추가되었습니다
mail-passkey-why = { $directory }의 계정에 패스키가 추가되었습니다. 이 패스키를 가진 사람은 귀하의 계정으로 로그인할 수 있습니다. 여기에서 확인하십시오:
mail-passkey-otherwise = 직접 추가하지 않으셨다면 바로 그곳에서 삭제하고 새 비밀번호를 정하십시오.
mail-ended-subject = { $directory }: { $organization } 활동 종료
mail-ended-why = { $organization }의 활동이 끝났다고 { $directory }에 기록되었습니다(기록한 사람: { $who }). 단체의 계정과 제공하고 찾던 모든 것이 모든 곳에서 철회되었습니다. 대표하는 분을 위한 페이지:
mail-erased-subject = { $directory }: { $organization } 탈퇴
mail-erased-why = { $directory }에서 { $organization }의 정보가 삭제되었습니다(요청한 사람: { $who }). 단체의 계정과 기록, 제공하고 찾던 모든 것이 모든 곳에서 철회되었습니다. 디렉터리:
mail-left-otherwise = 이 단체를 함께 대표하고 계셔서 이 메일을 보내 드립니다. 서로 합의한 일이 아니라면 바로 사무소에 알려 주십시오.
mail-who-removed = (삭제된 계정)
mail-trial-subject = { $directory }에서 보낸 시험 메일
mail-trial-why = { $directory }의 메일이 정상적으로 발송됩니다. 디렉터리는 여기에 있습니다:
mail-trial-until = 하실 일은 없습니다.
mail-saved-subject = { $directory }에서 이 검색을 저장하시겠습니까?
mail-saved-why = 누군가 { $directory }에서 이 주소로 검색을 저장했습니다. 이 링크에서 검색을 보고 원하시는지 정해 주십시오. 원하시면 새로운 것이 들어올 때 하루에 많아야 한 번 메일을 보내 드립니다.
mail-saved-until = 이 링크는 { $day }까지 쓸 수 있습니다.
mail-news-intro = { $directory }에 저장하신 검색: { $search }
mail-news-more = 그 밖에 { $count }건.
mail-news-many = 그 밖에 { $count }건이 넘는 결과가 더 있습니다.
mail-news-all = 모두 보기:
mail-news-ends = 저장하신 검색이 { $day }에 끝납니다
mail-news-keep-on = 이 검색은 { $day }에 끝납니다. 여기에서 1년 더 연장하실 수 있습니다:
mail-news-end = 여기에서 끝내시면 메일이 더 오지 않습니다:
mail-waits-subject = { $count ->
   *[other] 기다리는 일 { $count }건: { $directory }
}
mail-waits-intro = 대표하시는 단체 앞으로 { $directory }에 다음 일이 기다리고 있습니다:
mail-waits-end = 하루에 많아야 한 번 알려 달라고 하셨습니다. 이 메일을 그만 받으시려면 계정 페이지에서 바꾸십시오:
waiting-messages = { $count ->
   *[other] 답하지 않은 메시지 { $count }건
}
waiting-replies = { $count ->
   *[other] 공개를 기다리는 다른 서버의 답글 { $count }건
}
waiting-ending = { $count ->
   *[other] 일주일 안에 끝나는 제공과 필요 { $count }건
}
waiting-memberships = { $count ->
   *[other] 확인을 기다리는 회원 관계 { $count }건
}
waiting-followers = { $count ->
   *[other] 팔로우를 요청한 계정 { $count }개
}
mail-application-subject = { $directory }에 함께하시겠습니까?
mail-application-why = 누군가 { $directory }에 함께하고 싶다고 적으면서 이 주소를 남겼습니다. 여기에서 내용을 보고 맞는지 알려 주십시오:
mail-application-until = 이 링크는 { $day }까지 쓸 수 있습니다.
mail-amendment-subject = { $directory }에 글을 쓰셨습니까?
mail-amendment-why = 누군가 { $directory }의 기록에서 틀린 점을 적고 답을 받을 주소로 이 주소를 남겼습니다. 여기에서 내용을 보고 직접 쓰셨는지 알려 주십시오:
mail-not-listed-subject = { $directory } 참여 신청에 대하여
mail-not-listed-why = 사무소가 { $organization }에 대해 쓰신 글을 살펴보았으며 등재하지 않기로 했습니다. 이유는 다음과 같습니다:
mail-not-listed-again = 사무소에 답장하시거나 여기에서 새로 쓰실 수 있습니다:
mail-applied-subject = { $organization }에서 함께하고 싶어 합니다
mail-applied-why = 누군가 { $organization }(으)로 { $directory }에 함께하고 싶어 하며, 남긴 주소에서 이를 확인했습니다. 여기에서 결정해 주십시오:
mail-passkey-copied-subject = { $directory }의 패스키가 복제되었을 수 있습니다
mail-passkey-copied-why = 누군가 { $directory }에서 패스키 “{ $passkey }”을(를) 사용했으나 거부되었습니다. 패스키에 적힌 것보다 더 많이 사용되어, 복제되었을 수 있습니다.
mail-passkey-copied-mend = 방금 로그인을 시도하지 않으셨다면 다른 사람이 이 패스키를 가지고 있습니다. 다른 방법으로 로그인하여 이 패스키를 삭제하고, 모르는 로그인을 끝낸 뒤 새 패스키를 만드십시오. 여기에서 하실 수 있습니다:
mail-invited-subject = { $directory } 사무소로 초대합니다
mail-invited-why = { $directory }의 사무소에서 일하도록 초대되셨습니다. 이 링크로 비밀번호를 정하고 로그인하십시오.
mail-invited-already = 이제부터 { $directory }의 사무소에서 일하십니다. 평소처럼 로그인하십시오. 사무소의 페이지는 여기입니다:
mail-invited-until = 이 링크는 { $day }까지 한 번만 쓸 수 있습니다.
mail-represents-subject = { $organization }의 대표자로 등록되셨습니다
mail-represents-why = { $directory }의 사무소가 귀하를 { $organization }의 대표자로 등록했습니다. 평소처럼 로그인하십시오. 단체의 페이지는 여기입니다:
mail-represents-first = { $directory }의 사무소가 귀하를 { $organization }의 대표자로 등록했습니다. 이 링크로 비밀번호를 정하고 로그인하십시오.
mail-represented-too-subject = { $organization }의 새 대표자: { $who }
mail-represented-too-why = { $directory }의 사무소가 { $organization }의 대표자를 한 사람 더 등록했습니다: { $who }. 대표하는 분을 위한 페이지:
mail-appeal-subject = { $organization }의 이의 신청에 사무소가 답했습니다
mail-appeal-why = { $directory }에서 { $organization }의 이의 신청을 결정했습니다. 답은 여기에 있습니다:
mail-amended-subject = { $count ->
   *[other] { $directory }의 기록에서 틀린 점을 알리는 글 { $count }건
}
mail-amended-why = 방문자가 { $directory }의 기록에서 틀린 점이나 삭제할 기록을 알려 왔습니다. 여기에서 답을 기다리고 있습니다. 새로 온 글은 하루에 많아야 한 번 알려 드립니다:
mail-visit-subject = { $directory }에 이 글을 쓰셨습니까?
mail-visit-why = 누군가 { $directory }의 단체에 글을 쓰면서 답을 받을 주소로 이 주소를 남겼습니다. 여기에서 내용을 보고 직접 쓰셨는지 알려 주십시오:
mail-answered-subject = { $organization }에서 답이 왔습니다
mail-answered-why = { $directory }에서 “{ $about }”에 대해 글을 쓰셨습니다. { $organization }의 답입니다:
mail-answered-again = 계정 없이 다시 쓰거나 모두 지우려면:
mail-answered-kept = 이 메일에는 답장하지 마십시오. 보낸 주소로 온 메일은 아무도 읽지 않습니다. 단체는 이 주소를 보지 못하며, 주소는 마지막 글로부터 { $days }일 뒤에 여기에서 지워집니다.
mail-news-subject =
    { $count ->
       *[other] 새로운 것 { $count }건: { $search }
    }
