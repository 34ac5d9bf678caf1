use griot_text::*;
fn main(){
 let path=std::env::args().nth(1).unwrap();
 let bytes=std::fs::read(&path).unwrap();
 let doc=document::read(&bytes,&path).unwrap();
 println!("{:?} {} notes {:?} title {:?}",doc.format,doc.encoding,doc.notes,doc.title);
 let dl=document::dateline(&doc); println!("dateline {:?}",dl.map(|(d,s)|(d,s.of(&doc.text).to_owned())));
 let mut cx=dates::DateContext::new(dl.map(|d|d.0));
 for s in sentences::sentences(&doc){
  println!("\n[{}{}] {}",s.block,if s.is_heading{"H"}else{""},s.text);
  let ds=dates::find(&s,&mut cx);
  for d in &ds{println!("   D {:?} «{}» {:?} {:?} {:?} rel={:?}",d.span.of(&doc.text),d.phrase.of(&doc.text),d.readings.iter().map(|r|format!("{} ({})",r.shown,r.how)).collect::<Vec<_>>(),d.kind,d.boundary,d.relative_to.map(|s|s.of(&doc.text)));}
  for n in numbers::find(&s,&ds){println!("   N {:?} {:?} {} {}..{} [{}] unit={:?} of={:?}",n.span.of(&doc.text),n.role,n.quantity,n.quantity.low,n.quantity.high,n.quantity.unit,n.unit_phrase.map(|u|u.of(&doc.text)),n.of.map(|o|o.value));}
  for n in durations::find(&s){println!("   T {:?} {} {:?}",n.span.of(&doc.text),n.amount,n.unit);}
  let p:Vec<_>=names::proper_names(&s).iter().map(|p|(p.title.map(|t|t.of(&doc.text)),p.span.of(&doc.text))).collect();
  if !p.is_empty(){println!("   P {p:?}");}
 }
}
